package dev.countersign.drawing;

import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.catalogue.Reading;
import dev.countersign.catalogue.Reading.Line;
import dev.countersign.catalogue.Reading.Meaning;
import dev.countersign.catalogue.Shortened;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.policy.DerivedFacts;
import dev.countersign.policy.Ruling;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ApiCall;
import dev.countersign.proposal.ApiCall.Content;
import dev.countersign.proposal.Message;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.RecordChange.Operation;
import dev.countersign.proposal.ToolCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What most decisions turn on, directly below the risk: what the bytes mean by the catalogue of
/// the connection, or without an entry there the best that their class tells. The exact evidence
/// stands further down, so long values are cut here.
final class DecisiveFacts {
  /// Values of a call's body or of a tool's arguments named without a catalogue.
  private static final int MOST_VALUES = 4;

  /// UTF-16 code units of a value; the rest stands in the evidence.
  private static final int MOST_TEXT = 80;

  /// UTF-16 code units of canonical JSON, about two screens of a phone.
  private static final int SHORT_ACTION = 1_000;

  private DecisiveFacts() {}

  static Section of(RequestRecord record) {
    return record
        .ruling()
        .circumstances()
        .reading()
        .map(DecisiveFacts::read)
        .orElseGet(() -> Section.Lines.of(line(record.proposal().action())));
  }

  /// Whether the exact action says it best: recipients and text of a message, fields of a record.
  /// Not of a long one, since who asks for it and why would be far down, or cut off with its end.
  static boolean areTheEvidence(RequestRecord record) {
    Action action = record.proposal().action();
    return record.ruling().circumstances().reading().isEmpty()
        && switch (action.changes()) {
          case Message _, RecordChange _ ->
              CanonicalJson.text(action.changesDocument()).length() <= SHORT_ACTION;
          case ApiCall _, ToolCall _ -> false;
        };
  }

  /// What the deed in the heading is about, as the bytes name it, for the line below the heading:
  /// no chat parses what stands there. Empty without a catalogue that names it.
  static Optional<List<Run>> object(RequestRecord record) {
    return record
        .ruling()
        .circumstances()
        .reading()
        .flatMap(reading ->
            reading
                .object()
                .map(object -> {
                  List<Run> line = new ArrayList<>();
                  named(reading).ifPresent(found -> line.add(Run.words(found.label() + ": ")));
                  line.add(
                      Run.supplied(Shortened.to(Ruling.MOST_OBJECT, object), Run.Emphasis.STRONG));
                  return List.copyOf(line);
                }));
  }

  /// The field that names the object.
  private static Optional<Line> named(Reading reading) {
    return reading.lines().stream()
        .filter(line -> reading.object().equals(Optional.of(text(line.meaning()))))
        .findFirst();
  }

  private static String text(Meaning meaning) {
    return switch (meaning) {
      case Meaning.Words(var text) -> text;
      case Meaning.Supplied(var text) -> text;
      case Meaning.Unclear(var text) -> text;
    };
  }

  private static Section read(Reading reading) {
    List<List<Run>> lines = new ArrayList<>();
    for (Line line : reading.lines()) {
      if (reading.lines().size() == 1 || !isSaidAbove(line, reading)) {
        List<Run> runs = new ArrayList<>();
        if (lines.isEmpty()) {
          runs.add(Run.strong("Reads as "));
        }
        runs.addAll(line(line));
        lines.add(runs);
      }
    }
    return new Section.Lines(lines);
  }

  private static boolean isSaidAbove(Line line, Reading reading) {
    return line.meaning() instanceof Meaning.Supplied(var text)
        && text.length() <= Ruling.MOST_OBJECT
        && !line.critical()
        && named(reading).filter(line::equals).isPresent();
  }

  private static List<Run> line(Line line) {
    List<Run> runs = new ArrayList<>();
    runs.add(Run.words((line.critical() ? "🔒 critical  ·  " : "") + line.label() + ": "));
    switch (line.meaning()) {
      case Meaning.Words(var text) -> runs.add(Run.strong(text));
      case Meaning.Supplied(var text) -> runs.add(supplied(text));
      case Meaning.Unclear(var text) -> {
        runs.add(Run.strong("⚠️ not as the catalogue expects it: "));
        runs.add(supplied(text));
      }
    }
    return runs;
  }

  private static List<Run> line(Action action) {
    return switch (action.changes()) {
      case Message message -> message(message);
      case RecordChange change -> record(change, action.targetId());
      case ApiCall call -> call(call);
      case ToolCall call -> {
        List<Run> runs = new ArrayList<>();
        runs.add(supplied(Names.apart(call.tool())));
        values(runs, call.arguments());
        yield runs;
      }
    };
  }

  private static List<Run> message(Message message) {
    int others = DerivedFacts.recipients(message).size() - 1;
    List<Run> runs = new ArrayList<>();
    runs.add(Run.words("To "));
    runs.add(supplied(message.to().getFirst().address()));
    if (others > 0) {
      runs.add(Run.words(others == 1 ? " and 1 more" : " and " + others + " more"));
    }
    message
        .subject()
        .ifPresent(subject -> {
          runs.add(Run.words(": "));
          runs.add(supplied(subject));
        });
    return runs;
  }

  private static List<Run> record(RecordChange change, Optional<String> target) {
    List<Run> runs = new ArrayList<>();
    boolean whole =
        change.fields().isEmpty()
            || change.operation() == Operation.DELETE
            || change.operation() == Operation.ARCHIVE
            || change.operation() == Operation.RESTORE;
    if (whole) {
      runs.add(Run.words("The whole "));
      runs.add(supplied(change.recordType()));
      target.ifPresent(id -> {
        runs.add(Run.words(" "));
        runs.add(supplied(id));
      });
      return runs;
    }
    Map<String, String> values = new LinkedHashMap<>();
    change
        .fields()
        .forEach(field ->
            values.put(field.path(), field.to().map(CanonicalJson::text).orElse("(removed)")));
    listed(runs, values);
    return runs;
  }

  private static List<Run> call(ApiCall call) {
    List<Run> runs = new ArrayList<>();
    runs.add(Run.strong(call.method() + " "));
    runs.add(supplied(path(call)));
    call.body()
        .map(ApiCall.Body::content)
        .filter(Content.OfJson.class::isInstance)
        .map(content -> ((Content.OfJson) content).json())
        .ifPresent(json -> values(runs, json));
    return runs;
  }

  private static String path(ApiCall call) {
    String path = Optional.ofNullable(call.address().getRawPath()).orElse("");
    return path.isEmpty() ? "/" : path;
  }

  /// The members of an object that are no objects themselves.
  private static void values(List<Run> runs, Json json) {
    if (!(json instanceof JsonObject object)) {
      return;
    }
    // In the order of the frozen bytes, which a document that was just read does not have yet.
    Map<String, String> values = new TreeMap<>();
    object
        .members()
        .forEach((name, value) -> {
          if (!(value instanceof JsonObject) && !(value instanceof JsonArray)) {
            values.put(Names.apart(name), CanonicalJson.text(value));
          }
        });
    if (!values.isEmpty()) {
      runs.add(Run.words("  ·  "));
      listed(runs, values);
    }
  }

  private static void listed(List<Run> runs, Map<String, String> values) {
    int shown = 0;
    for (Map.Entry<String, String> value : values.entrySet()) {
      if (shown == MOST_VALUES) {
        runs.add(Run.words("  ·  and " + (values.size() - shown) + " more below"));
        break;
      }
      runs.add(Run.words(shown == 0 ? "" : "  ·  "));
      runs.add(Run.supplied(Shortened.to(MOST_TEXT, value.getKey())));
      runs.add(Run.words(" → "));
      runs.add(supplied(value.getValue()));
      shown++;
    }
    runs.removeIf(run -> run instanceof Run.Words(var text, _) && text.isEmpty());
  }

  private static Run supplied(String text) {
    return Run.supplied(Shortened.to(MOST_TEXT, text), Run.Emphasis.STRONG);
  }
}
