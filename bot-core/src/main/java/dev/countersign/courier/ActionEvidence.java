package dev.countersign.courier;

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
import dev.countersign.policy.Commitments;
import dev.countersign.policy.LookAlikes;
import dev.countersign.proposal.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
    List<Section> sections = new ArrayList<>();
    switch (action.actionClass()) {
      case MESSAGE -> sections.add(message(action.changes()));
      case RECORD_CHANGE -> {
        sections.add(recordChange(action.changes()));
        sections.addAll(linesOfFields(action.changes()));
      }
      case API_CALL -> sections.add(apiCall(action));
      case TOOL_CALL -> sections.add(toolCall(action.changes()));
    }
    if (!action.preconditions().members().isEmpty()) {
      sections.add(
          new Section.Verbatim(
              "Only if",
              ReadableJson.of(action.preconditions()),
              CanonicalJson.text(action.preconditions())));
    }
    lookClosely(action).ifPresent(sections::add);
    return sections;
  }

  private static Section message(JsonObject changes) {
    List<Run> text = new ArrayList<>();
    label(text, "Channel", changes.text("channel"));
    for (String field : List.of("to", "cc", "bcc")) {
      if (changes.has(field)) {
        changes.objects(field, party -> party).forEach(party -> recipient(text, field, party));
      }
    }
    changes.optionalText("thread_ref").ifPresent(thread -> label(text, "Thread", thread));
    changes.optionalText("subject").ifPresent(subject -> label(text, "Subject", subject));
    JsonObject body = changes.object("body");
    label(text, "Format", body.text("media_type"));
    text.add(Run.words("\n"));
    text.addAll(highlighted(body.text("content"), body.text("media_type")));
    return new Section.Quote("Exact message", text);
  }

  /// One line each and the address first: a name is only what the agent calls it, and may look like
  /// an address of somebody else.
  private static void recipient(List<Run> text, String field, JsonObject party) {
    text.add(Run.strong(capitalised(field) + ": "));
    text.add(Run.supplied(party.text("address"), Emphasis.STRONG));
    party
        .optionalText("name")
        .ifPresent(name -> {
          text.add(Run.words("  ·  called by the agent: "));
          text.add(Run.supplied(name));
        });
    text.add(Run.words("\n"));
  }

  private static String capitalised(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  private static void label(List<Run> text, String name, String value) {
    text.add(Run.strong(name + ": "));
    text.add(Run.supplied(value));
    text.add(Run.words("\n"));
  }

  private static List<Run> highlighted(String content, String mediaType) {
    List<Run> runs = new ArrayList<>();
    int end = 0;
    for (Commitments.Span span : Commitments.findInBody(content, mediaType)) {
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

  private static Section recordChange(JsonObject changes) {
    String operation = changes.text("operation");
    List<List<Run>> items = new ArrayList<>();
    items.add(List.of(Run.strong("Record type: "), Run.supplied(changes.text("record_type"))));
    if (changes.has("changes")) {
      items.addAll(changes.objects("changes", change -> fieldChange(operation, change)));
    }
    return new Section.Bullets(
        switch (operation) {
          case "create" -> "Exactly what is created";
          case "archive" -> "Exactly what is archived";
          case "delete" -> "Exactly what is deleted: the whole record";
          default -> "Exact change";
        },
        items);
  }

  /// Nobody here has read the record: what a field holds now is what the agent says.
  private static List<Run> fieldChange(String operation, JsonObject change) {
    List<Run> runs = new ArrayList<>();
    runs.add(Run.supplied(Names.apart(change.text("path")), Emphasis.STRONG));
    if (change.has("to")) {
      runs.add(Run.words(" → "));
      runs.add(Run.supplied(onOneLine(json(change, "to")), Emphasis.STRONG));
    } else if (!operation.equals("delete")) {
      runs.add(Run.words(" → (removed)"));
    }
    if (change.has("from")) {
      runs.add(Run.words("  ·  the agent says it is now: "));
      runs.add(Run.supplied(onOneLine(json(change, "from")), Emphasis.STRUCK));
    }
    return runs;
  }

  /// Values of several lines, which have no room in a list.
  private static List<Section> linesOfFields(JsonObject changes) {
    if (!changes.has("changes")) {
      return List.of();
    }
    List<Section> sections = new ArrayList<>();
    for (JsonObject change : changes.objects("changes", change -> change)) {
      for (String side : List.of("from", "to")) {
        if (change.has(side) && ReadableJson.hasLines(json(change, side))) {
          Json value = json(change, side);
          sections.add(
              new Section.Verbatim(
                  side.equals("to") ? "Proposed value" : "Value now, says the agent",
                  CanonicalJson.text(Json.of(change.text("path"))) + ": " + ReadableJson.of(value),
                  CanonicalJson.text(Json.of(change.text("path")))
                      + ": "
                      + CanonicalJson.text(value)));
        }
      }
    }
    return sections;
  }

  private static Section apiCall(Action action) {
    JsonObject changes = action.changes();
    StringBuilder head = new StringBuilder();
    head.append(changes.text("method")).append(' ').append(changes.text("url"));
    changes
        .optionalObject("headers")
        .ifPresent(headers ->
            headers.members().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(header ->
                    head.append('\n')
                        .append(header.getKey())
                        .append(": ")
                        .append(headerText(header.getValue()))));
    Optional<JsonObject> body = changes.optionalObject("body");
    if (body.isEmpty()) {
      return new Section.Verbatim("Exact request", head.toString());
    }
    String type = body.get().text("media_type");
    if (body.get().has("json")) {
      Json json = json(body.get(), "json");
      head.append("\n\nJSON body, ").append(type).append(":\n");
      return new Section.Verbatim(
          "Exact request", head + ReadableJson.of(json), head + CanonicalJson.text(json));
    }
    head.append("\n\nbody of text, ").append(type).append(":\n");
    return new Section.Verbatim(
        "Exact request", head + ReadableJson.barred(body.get().optionalText("text").orElse("")));
  }

  private static Section toolCall(JsonObject changes) {
    String head =
        Names.apart(changes.text("tool"))
            + " on server "
            + Names.apart(changes.text("server"))
            + "\n";
    Json arguments = json(changes, "arguments");
    return new Section.Verbatim(
        "Exact tool call", head + ReadableJson.of(arguments), head + CanonicalJson.text(arguments));
  }

  /// Words of the action that are not what they look like, wherever they stand in it.
  private static Optional<Section> lookClosely(Action action) {
    List<String> texts = new ArrayList<>();
    action.targetId().ifPresent(texts::add);
    texts.add(action.actionType());
    leaves(action.changes()).forEach(texts::add);
    leaves(action.preconditions()).forEach(texts::add);
    List<LookAlikes.Suspect> suspects = LookAlikes.find(texts);
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

  private static Json json(JsonObject object, String name) {
    Json value = object.get(name);
    if (value == null) {
      throw new IllegalStateException("looked for a member that is not there: " + name);
    }
    return value;
  }

  /// A string stands in quotes, so that it never looks like a number or a word of JSON.
  private static String onOneLine(Json value) {
    return value instanceof JsonString(var text) && ReadableJson.hasLines(value)
        ? "string of " + text.split("\n", -1).length + " lines, below"
        : CanonicalJson.text(value);
  }

  /// Headers are strings without line breaks.
  private static String headerText(Json value) {
    return value instanceof JsonString(var text) ? text : CanonicalJson.text(value);
  }
}
