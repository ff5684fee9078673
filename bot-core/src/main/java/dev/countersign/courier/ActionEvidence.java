package dev.countersign.courier;

import dev.countersign.card.Run;
import dev.countersign.card.Run.Emphasis;
import dev.countersign.card.Section;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import dev.countersign.json.JsonText;
import dev.countersign.policy.Commitments;
import dev.countersign.proposal.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The exact evidence on a card: every leaf of the frozen action that has an effect, in the shape
/// that its class reads best in. Leaves that only describe it are [AgentClaims]; files that are not
/// in it are [Attachments].
///
/// What is drawn in these three is what a vote binds to: a leaf that is left out would be approved
/// unseen.
final class ActionEvidence {
  private ActionEvidence() {}

  static List<Section> of(Action action) {
    List<Section> sections = new ArrayList<>();
    switch (action.actionClass()) {
      case MESSAGE -> sections.add(message(action.changes()));
      case RECORD_CHANGE -> sections.add(recordChange(action.changes()));
      case API_CALL -> sections.add(apiCall(action));
      case TOOL_CALL -> sections.add(toolCall(action.changes()));
    }
    if (!action.preconditions().members().isEmpty()) {
      sections.add(new Section.Verbatim("Only if", JsonText.indented(action.preconditions())));
    }
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
    text.addAll(highlighted(body.text("content")));
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

  private static List<Run> highlighted(String content) {
    List<Run> runs = new ArrayList<>();
    int end = 0;
    for (Commitments.Span span : Commitments.find(content)) {
      if (span.start() > end) {
        runs.add(Run.passage(content.substring(end, span.start())));
      }
      runs.add(Run.passage(content.substring(span.start(), span.end()), Emphasis.COMMITMENT));
      end = span.end();
    }
    if (end < content.length()) {
      runs.add(Run.passage(content.substring(end)));
    }
    return runs;
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
    runs.add(Run.supplied(change.text("path"), Emphasis.STRONG));
    if (change.has("to")) {
      runs.add(Run.words(" → "));
      runs.add(Run.supplied(readable(json(change, "to")), Emphasis.STRONG));
    } else if (!operation.equals("delete")) {
      runs.add(Run.words(" → (removed)"));
    }
    if (change.has("from")) {
      runs.add(Run.words("  ·  the agent says it is now: "));
      runs.add(Run.supplied(readable(json(change, "from")), Emphasis.STRUCK));
    }
    return runs;
  }

  private static Section apiCall(Action action) {
    JsonObject changes = action.changes();
    StringBuilder text = new StringBuilder();
    text.append(changes.text("method")).append(' ').append(changes.text("url"));
    changes
        .optionalObject("headers")
        .ifPresent(headers ->
            headers.members().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(header ->
                    text.append('\n')
                        .append(header.getKey())
                        .append(": ")
                        .append(readable(header.getValue()))));
    changes
        .optionalObject("body")
        .ifPresent(body -> {
          text.append("\nbody: ").append(body.text("media_type"));
          if (body.has("json")) {
            text.append("\n\n").append(JsonText.indented(json(body, "json")));
          }
          body.optionalText("text").ifPresent(content -> text.append("\n\n").append(content));
        });
    return new Section.Verbatim("Exact request", text.toString());
  }

  private static Section toolCall(JsonObject changes) {
    StringBuilder text = new StringBuilder();
    text.append(changes.text("tool")).append(" on server ").append(changes.text("server"));
    text.append('\n').append(JsonText.indented(json(changes, "arguments")));
    return new Section.Verbatim("Exact tool call", text.toString());
  }

  private static Json json(JsonObject object, String name) {
    Json value = object.get(name);
    if (value == null) {
      throw new IllegalStateException("looked for a member that is not there: " + name);
    }
    return value;
  }

  private static String readable(Json value) {
    return value instanceof JsonString text ? text.value() : CanonicalJson.text(value);
  }
}
