package dev.countersign.slack;

import dev.countersign.card.Reply;
import dev.countersign.card.Reply.Field;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Questions that are answered in writing, as a modal. What it answers is kept in its
/// `private_metadata` and comes back with what was written; what it is about is in the core's
/// words, and what was written in inputs alone, which Slack parses for nothing.
final class SheetModal {
  private static final String CALLBACK = "sheet";
  private static final String BLOCK = "field_";
  private static final String CHANNEL = "channel";
  private static final String QUESTION = "question";
  private static final int MEMBERS = 2;

  /// Fields that are read of a modal.
  private static final int MOST_FIELDS = 20;

  private SheetModal() {}

  /// Where the button stood that opened it.
  ///
  /// @param channel empty where it is not known
  record Origin(String channel, String question) {}

  static JsonObject of(Reply.Sheet sheet, String channel) {
    List<Json> blocks = new ArrayList<>(FormModal.about(sheet.about()));
    for (Field field : sheet.fields()) {
      blocks.add(
          FormModal.input(block(field.name()), field.label(), !field.required(), element(field)));
    }
    blocks.add(FormModal.words("small_print", sheet.note()));
    return FormModal.modal(sheet.title(), FormModal.GO_BACK, blocks)
        .put("callback_id", CALLBACK)
        .put(
            "private_metadata",
            CanonicalJson.text(
                JsonObject.builder().put(CHANNEL, channel).put(QUESTION, sheet.question()).build()))
        .put("submit", PlainText.of(BlockBudget.clip(sheet.send(), FormModal.TITLE)))
        .build();
  }

  private static JsonObject element(Field field) {
    return field.values().isEmpty() ? text(field) : FormModal.radio(field.values(), field.chosen());
  }

  private static JsonObject text(Field field) {
    return JsonObject.builder()
        .put("type", "plain_text_input")
        .put("multiline", true)
        .put("max_length", field.longest())
        .put("initial_value", field.typed().isEmpty() ? null : field.typed())
        .build();
  }

  /// The `block_id` of a field.
  static String block(String field) {
    return BLOCK + field;
  }

  /// Empty for another modal, and for one that is not as [#of] makes it.
  static Optional<Origin> origin(Payload view) {
    return view.text("callback_id")
        .filter(CALLBACK::equals)
        .filter(_ -> view.text("type").filter("modal"::equals).isPresent())
        .flatMap(_ -> view.text("private_metadata"))
        .filter(metadata -> metadata.length() <= FormOrigin.MAX_METADATA)
        .flatMap(SheetModal::parse);
  }

  private static Optional<Origin> parse(String metadata) {
    try {
      return CanonicalJson.parse(metadata.getBytes(StandardCharsets.UTF_8))
                  instanceof JsonObject json
              && json.members().size() == MEMBERS
              && json.get(CHANNEL) instanceof JsonString(String channel)
              && (channel.isEmpty() || SlackIds.isId(channel))
              && json.get(QUESTION) instanceof JsonString(String question)
              && Reply.Ask.isQuestion(question)
          ? Optional.of(new Origin(channel, question))
          : Optional.empty();
    } catch (JsonRefusedException _) {
      return Optional.empty();
    }
  }

  /// What was written, by name of the field, in the order of the form; an input that was left alone
  /// is blank.
  static Map<String, String> typed(Payload view) {
    Optional<Payload> values = view.object("state").flatMap(state -> state.object("values"));
    Map<String, String> typed = new LinkedHashMap<>();
    values.map(Payload::names).orElse(Set.of()).stream()
        .filter(name -> name.startsWith(BLOCK))
        .limit(MOST_FIELDS)
        .forEach(name ->
            typed.put(
                name.substring(BLOCK.length()),
                FormModal.value(values, name)
                    .flatMap(field -> field.text("value").or(() -> FormModal.selected(field)))
                    .orElse("")));
    return typed;
  }
}
