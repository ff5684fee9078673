package dev.countersign.slack;

import dev.countersign.card.Form;
import dev.countersign.card.FormTopic;
import dev.countersign.card.Inputs;
import dev.countersign.card.Run;
import dev.countersign.card.WhyNot;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.request.Decision;
import dev.countersign.request.Remarks;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A decision's form as a modal: the service's own words, all of them plain text. Its `callback_id`
/// is the decision's wire name; an input's `block_id` and `action_id` are the same.
final class FormModal {
  static final String REASON = "reason";
  static final String NOTE = "note";

  /// Characters of title and buttons (docs.slack.dev/reference/views/modal-views).
  static final int TITLE = 24;

  /// Characters (docs.slack.dev/reference/block-kit/composition-objects/option-object,
  /// …/blocks/input-block).
  static final int OPTION = 75;

  static final int LABEL = 2_000;

  static final String GO_BACK = "Go back";
  static final String CLOSE = "Close";

  private FormModal() {}

  static JsonObject of(Decision decision, Form form, FormTopic topic, FormOrigin origin) {
    var blocks = new ArrayList<>(about(topic));
    if (!form.reasons().isEmpty()) {
      blocks.add(input(REASON, "Reason", false, reasons(form.reasons())));
    }
    Form.Note note = form.note();
    blocks.add(input(NOTE, note.label(), !note.required(), text()));
    return modal(form.title(), GO_BACK, blocks)
        .put("callback_id", WireName.of(decision))
        .put("private_metadata", origin.metadata())
        .put("submit", PlainText.of(BlockBudget.clip(form.send(), TITLE)))
        .build();
  }

  /// A modal that says something and asks nothing; takes the place of a form.
  ///
  /// @param words the service's own
  static JsonObject saying(String title, String words) {
    return saying(title, words, Optional.empty());
  }

  /// @param words the service's own
  /// @param typed what whoever sent the form had written, to be copied; empty where that is nothing
  static JsonObject saying(String title, String words, Optional<String> typed) {
    var blocks =
        new ArrayList<Json>(PlainText.sections(BlockBudget.clip(words, PlainText.LONGEST)).items());
    typed
        .filter(text -> !text.isBlank())
        .ifPresent(text -> {
          blocks.add(words("kept", WhyNot.KEPT_NOWHERE));
          blocks.add(rich("typed", "rich_text_preformatted", List.of(Run.passage(text))));
        });
    return modal(title, CLOSE, blocks).build();
  }

  /// The same with the blocks of a message.
  static JsonObject saying(String title, JsonArray blocks) {
    return modal(title, CLOSE, blocks.items()).build();
  }

  /// What a form is about, above its inputs.
  static List<Json> about(FormTopic topic) {
    List<Json> blocks = new ArrayList<>();
    blocks.add(words("about", String.join("\n", topic.lines())));
    if (!topic.object().isEmpty()) {
      blocks.add(rich("object", "rich_text_section", topic.object()));
    }
    return blocks;
  }

  /// Runs of which Slack parses none.
  private static JsonObject rich(String id, String element, List<Run> runs) {
    List<Json> leaves = new RichText("", new BlockBudget(0)).leaves(runs);
    return RichText.container("rich_text", List.of(RichText.container(element, leaves)))
        .with("block_id", Json.of(id));
  }

  /// What was filled in; an input that is missing or was left alone is empty.
  ///
  /// @param view as it was sent
  static Inputs inputs(Payload view) {
    Optional<Payload> values = view.object("state").flatMap(state -> state.object("values"));
    return new Inputs(
        value(values, REASON)
            .flatMap(reason -> reason.object("selected_option"))
            .flatMap(option -> option.text("value")),
        value(values, NOTE).flatMap(note -> note.text("value")));
  }

  /// The input that an incomplete form is to be mended at.
  static String toMend(Form form, Inputs inputs) {
    boolean chosen =
        form.reasons().stream()
            .map(choice -> WireName.of(choice.reason()))
            .anyMatch(word -> inputs.reason().filter(word::equals).isPresent());
    return form.reasons().isEmpty() || chosen ? NOTE : REASON;
  }

  static Optional<Payload> value(Optional<Payload> values, String input) {
    return values.flatMap(all -> all.object(input)).flatMap(block -> block.object(input));
  }

  static JsonObject.Builder modal(String title, String close, List<? extends Json> blocks) {
    return JsonObject.builder()
        .put("type", "modal")
        .put("title", PlainText.of(BlockBudget.clip(title, TITLE)))
        .put("close", PlainText.of(close))
        .put("blocks", new JsonArray(List.copyOf(blocks)));
  }

  /// The service's own words between inputs.
  static JsonObject words(String id, String words) {
    return JsonObject.builder()
        .put("type", "section")
        .put("block_id", id)
        .put("text", PlainText.of(BlockBudget.clip(words, PlainText.LONGEST)))
        .build();
  }

  /// One of a few values, as buttons of which one is pressed in.
  ///
  /// @param chosen at first; one of them
  static JsonObject radio(List<String> values, Optional<String> chosen) {
    return JsonObject.builder()
        .put("type", "radio_buttons")
        .put("options", JsonArray.of(values, FormModal::option))
        .put("initial_option", chosen.map(FormModal::option).orElse(null))
        .build();
  }

  private static JsonObject option(String value) {
    return JsonObject.builder()
        .put("text", PlainText.of(BlockBudget.clip(value, OPTION)))
        .put("value", value)
        .build();
  }

  /// What was chosen of such values.
  static Optional<String> selected(Payload input) {
    return input.object("selected_option").flatMap(option -> option.text("value"));
  }

  static JsonObject input(String id, String label, boolean optional, JsonObject element) {
    return JsonObject.builder()
        .put("type", "input")
        .put("block_id", id)
        .put("label", PlainText.of(BlockBudget.clip(label, LABEL)))
        .put("optional", optional)
        .put("element", element.with("action_id", Json.of(id)))
        .build();
  }

  private static JsonObject reasons(List<Form.Choice> choices) {
    return JsonObject.builder()
        .put("type", "radio_buttons")
        .put(
            "options",
            JsonArray.of(
                choices,
                choice ->
                    JsonObject.builder()
                        .put("text", PlainText.of(BlockBudget.clip(choice.words(), OPTION)))
                        .put("value", WireName.of(choice.reason()))
                        .build()))
        .build();
  }

  private static JsonObject text() {
    return JsonObject.builder()
        .put("type", "plain_text_input")
        .put("multiline", true)
        .put("max_length", Remarks.LONGEST_COMMENT)
        .build();
  }
}
