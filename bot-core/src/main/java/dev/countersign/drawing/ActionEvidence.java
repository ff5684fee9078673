package dev.countersign.drawing;

import dev.countersign.card.Run;
import dev.countersign.card.Run.Emphasis;
import dev.countersign.card.Section;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonBoolean;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import dev.countersign.json.ReadableJson;
import dev.countersign.json.WireName;
import dev.countersign.policy.Commitments;
import dev.countersign.policy.LookAlikes;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ApiCall;
import dev.countersign.proposal.ApiCall.Content;
import dev.countersign.proposal.Message;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The exact evidence on a card: every leaf of the frozen action that has an effect, in the shape
/// that its class reads best in. Leaves that only describe it are [AgentClaims]; files that are not
/// in it are [Attachments].
///
/// What is drawn in these three is what a vote binds to: a leaf that is left out would be approved
/// unseen.
final class ActionEvidence {
  /// Suspicious words named on one card, and their letters told by number.
  private static final int MOST_SUSPECTS = 10;

  private static final int MOST_LETTERS = 6;

  private ActionEvidence() {}

  static List<Section> of(Action action) {
    return of(action, Promises.in(action).spans(), SeenBy.AGENT, true);
  }

  /// @param promises in its text, which are highlighted
  static List<Section> of(Action action, Promises promises, SeenBy seen) {
    return of(action, promises.spans(), seen, true);
  }

  /// Without what only helps the eye, and without looking for promises: no part of it is smaller
  /// than in [Section#plainer] of the whole.
  static List<Section> plain(Action action, SeenBy seen) {
    return of(action, List.of(), seen, false).stream().map(Section::plainer).toList();
  }

  private static List<Section> of(
      Action action, List<Commitments.Span> spans, SeenBy seen, boolean highlights) {
    List<Section> sections = new ArrayList<>();
    switch (action.changes()) {
      case Message message -> sections.add(exact(message, spans, highlights));
      case RecordChange change -> {
        sections.add(exact(change, action.targetId(), seen));
        sections.addAll(linesOfFields(change, seen));
      }
      case ApiCall call -> sections.add(exact(call));
      case ToolCall call -> sections.add(exact(call));
    }
    if (!action.preconditions().members().isEmpty()) {
      sections.add(onlyIf(action.preconditions()));
    }
    lookClosely(action).ifPresent(sections::add);
    return sections;
  }

  /// Each of them in words, with its value as it is.
  private static Section onlyIf(JsonObject preconditions) {
    List<List<Run>> lines = new ArrayList<>();
    preconditions
        .members()
        .forEach((name, value) -> {
          String words =
              switch (name) {
                case "if_match" -> "the target’s version is still ";
                case "not_before" -> "it is not before ";
                default -> name + " is ";
              };
          lines.add(
              List.of(
                  Run.strong("Only if "),
                  Run.words(words),
                  Run.supplied(
                      value instanceof JsonString(var text) ? text : CanonicalJson.text(value),
                      Emphasis.STRONG)));
        });
    return new Section.Lines(lines);
  }

  private static Section exact(Message message, List<Commitments.Span> spans, boolean highlights) {
    String title = "Exact " + WireName.of(message.channel()) + ", " + message.format().mediaType();
    List<Run> text = new ArrayList<>();
    message.to().forEach(party -> recipient(text, "To", party));
    message.cc().forEach(party -> recipient(text, "Cc", party));
    message.bcc().forEach(party -> recipient(text, "Bcc", party));
    message.threadRef().ifPresent(thread -> label(text, "Thread", thread));
    message.subject().ifPresent(subject -> label(text, "Subject", subject));
    text.add(Run.words("\n"));
    if (highlights) {
      text.addAll(highlighted(message, spans));
      return new Section.Quote(title, text);
    }
    text.add(Run.passage(message.content()));
    return new Section.Quote(title + Section.WITHOUT_HIGHLIGHTS, text);
  }

  /// One line each and the address first: a name is only what the agent calls it, and may look like
  /// an address of somebody else.
  private static void recipient(List<Run> text, String list, Message.Party party) {
    text.add(Run.strong(list + ": "));
    text.add(Run.supplied(party.address(), Emphasis.STRONG));
    party
        .name()
        .ifPresent(name -> {
          text.add(Run.words("  ·  called by the agent: "));
          text.add(Run.supplied(name));
        });
    text.add(Run.words("\n"));
  }

  private static void label(List<Run> text, String name, String value) {
    text.add(Run.strong(name + ": "));
    text.add(Run.supplied(value));
    text.add(Run.words("\n"));
  }

  private static List<Run> highlighted(Message message, List<Commitments.Span> spans) {
    String content = message.content();
    List<Run> runs = new ArrayList<>();
    int end = 0;
    for (Commitments.Span span : spans) {
      int from = Math.max(end, pastBlanks(content, span));
      int to = wholeLetter(content, withoutBlanks(content, span));
      if (from >= to) {
        continue;
      }
      if (from > end) {
        runs.add(Run.part(content.substring(end, from), Emphasis.NONE));
      }
      end = to;
      String found = content.substring(from, end);
      runs.add(
          end == content.length()
              ? Run.passage(found, Emphasis.COMMITMENT)
              : Run.part(found, Emphasis.COMMITMENT));
    }
    if (end < content.length()) {
      runs.add(Run.passage(content.substring(end)));
    }
    return runs;
  }

  /// Blanks and line ends go with the text around a highlight: what becomes of them when they are
  /// drawn depends on what follows them.
  private static int pastBlanks(String content, Commitments.Span span) {
    int at = span.start();
    while (at < span.end() && Character.isWhitespace(content.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int withoutBlanks(String content, Commitments.Span span) {
    int at = span.end();
    while (at > span.start() && Character.isWhitespace(content.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  /// A letter and the marks on it are drawn in one piece.
  private static int wholeLetter(String content, int end) {
    int at = end;
    while (at < content.length() && belongsToTheLetterBefore(content.codePointAt(at))) {
      at += Character.charCount(content.codePointAt(at));
    }
    return at;
  }

  private static boolean belongsToTheLetterBefore(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.FORMAT ->
          true;
      default -> false;
    };
  }

  private static Section exact(RecordChange change, Optional<String> target, SeenBy seen) {
    List<List<Run>> items = new ArrayList<>();
    List<Run> which = new ArrayList<>();
    which.add(Run.strong("Record: "));
    which.add(Run.supplied(Names.apart(change.recordType())));
    target.ifPresent(id -> {
      which.add(Run.words("  ·  "));
      which.add(Run.supplied(id, Emphasis.STRONG));
    });
    seen.read().ifPresent(read -> which.add(Run.words("  ·  " + read)));
    items.add(which);
    change.fields().forEach(field -> items.add(fieldChange(change.operation(), field, seen)));
    return new Section.Bullets(
        switch (change.operation()) {
          case CREATE -> "Exactly what is created";
          case UPDATE -> "Exact change";
          case ARCHIVE -> "Exactly what is archived";
          case RESTORE -> "Exactly what is restored";
          case DELETE -> "Exactly what is deleted: the whole record";
        },
        items);
  }

  private static List<Run> fieldChange(
      RecordChange.Operation operation, RecordChange.Field field, SeenBy seen) {
    List<Run> runs = new ArrayList<>();
    runs.add(Run.supplied(Names.apart(field.path()), Emphasis.STRONG));
    if (field.to().isPresent()) {
      runs.add(Run.words(" → "));
      runs.add(Run.supplied(onOneLine(field.to().get()), Emphasis.STRONG));
    } else if (operation == RecordChange.Operation.UPDATE) {
      runs.add(Run.words(" → (removed)"));
    }
    field
        .from()
        .ifPresent(from -> {
          runs.add(Run.words("  ·  " + seen.words()));
          // What comes back holds it again; of everything else it goes.
          runs.add(
              Run.supplied(
                  onOneLine(from),
                  operation == RecordChange.Operation.RESTORE ? Emphasis.STRONG : Emphasis.STRUCK));
        });
    return runs;
  }

  /// Values of several lines, which have no room in a list.
  private static List<Section> linesOfFields(RecordChange change, SeenBy seen) {
    List<Section> sections = new ArrayList<>();
    for (RecordChange.Field field : change.fields()) {
      lines(seen.title(), field.path(), field.from()).ifPresent(sections::add);
      lines("Proposed value", field.path(), field.to()).ifPresent(sections::add);
    }
    return sections;
  }

  private static Optional<Section> lines(String title, String path, Optional<Json> value) {
    String name = CanonicalJson.text(Json.of(path)) + ": ";
    return value
        .filter(ReadableJson::hasLines)
        .map(of ->
            new Section.Verbatim(title, name + ReadableJson.of(of), name + CanonicalJson.text(of)));
  }

  private static Section exact(ApiCall call) {
    StringBuilder head = new StringBuilder();
    head.append(call.method()).append(' ').append(call.url());
    call.headers()
        .forEach((name, value) -> head.append('\n').append(name).append(": ").append(value));
    if (call.body().isEmpty()) {
      return new Section.Verbatim("Exact request", head.toString());
    }
    String type = call.body().get().mediaType();
    return switch (call.body().get().content()) {
      case Content.OfJson(var json) -> {
        head.append("\nJSON body, ").append(type).append(": ");
        yield new Section.Verbatim(
            "Exact request", head + ReadableJson.of(json), head + CanonicalJson.text(json));
      }
      case Content.OfText(var text) -> {
        head.append("\nbody of text, ").append(type).append(":\n");
        yield new Section.Verbatim("Exact request", head + ReadableJson.barred(text));
      }
    };
  }

  private static Section exact(ToolCall call) {
    String head = Names.apart(call.tool()) + " on server " + Names.apart(call.server()) + "\n";
    return new Section.Verbatim(
        "Exact tool call",
        head + ReadableJson.of(call.arguments()),
        head + CanonicalJson.text(call.arguments()));
  }

  /// Words of the action that are not what they look like, wherever they stand in it.
  private static Optional<Section> lookClosely(Action action) {
    List<LookAlikes.Suspect> suspects = suspects(action);
    if (suspects.isEmpty()) {
      return Optional.empty();
    }
    List<List<Run>> lines = new ArrayList<>();
    suspects.stream().limit(MOST_SUSPECTS).map(ActionEvidence::suspicion).forEach(lines::add);
    if (suspects.size() > MOST_SUSPECTS) {
      lines.add(
          List.of(Run.words("… and " + (suspects.size() - MOST_SUSPECTS) + " more such words.")));
    }
    return Optional.of(
        new Section.Bullets("⚠️ Look closely: words that are not what they look like", lines));
  }

  /// Whether a word of the action is not what it looks like.
  static boolean isSuspect(Action action) {
    return !suspects(action).isEmpty();
  }

  private static List<LookAlikes.Suspect> suspects(Action action) {
    List<String> texts = new ArrayList<>();
    action.targetId().ifPresent(texts::add);
    texts.add(action.actionType());
    leaves(action.changesDocument()).forEach(texts::add);
    leaves(action.preconditions()).forEach(texts::add);
    return LookAlikes.find(texts);
  }

  private static List<Run> suspicion(LookAlikes.Suspect suspect) {
    return List.of(
        Run.supplied(suspect.word(), Emphasis.CODE),
        Run.words(
            switch (suspect.kind()) {
              case MIXED_ALPHABETS -> " mixes letters of different alphabets: ";
              case READS_AS_LATIN -> " reads as Latin and is written in another alphabet: ";
              case STYLED_LETTERS -> " uses letters in an unusual form: ";
            }),
        Run.supplied(codes(suspect.word())));
  }

  /// The letters that are not plain ones, by number, as many as fit a line.
  private static String codes(String word) {
    return word.codePoints()
        .filter(codePoint -> codePoint >= 0x80)
        .distinct()
        .limit(MOST_LETTERS)
        .mapToObj(codePoint -> Character.toString(codePoint) + " is U+%04X".formatted(codePoint))
        .collect(Collectors.joining(", "));
  }

  private static Stream<String> leaves(Json value) {
    return switch (value) {
      case JsonString(var text) -> Stream.of(text);
      case JsonArray array -> array.items().stream().flatMap(ActionEvidence::leaves);
      case JsonObject object ->
          object.members().entrySet().stream()
              .flatMap(
                  member -> Stream.concat(Stream.of(member.getKey()), leaves(member.getValue())));
      case JsonNumber _, JsonBoolean _, JsonNull _ -> Stream.empty();
    };
  }

  /// A string stands in quotes, so that it never looks like a number or a word of JSON.
  private static String onOneLine(Json value) {
    return value instanceof JsonString(var text) && ReadableJson.hasLines(value)
        ? "string of " + text.split("\n", -1).length + " lines, below"
        : CanonicalJson.text(value);
  }
}
