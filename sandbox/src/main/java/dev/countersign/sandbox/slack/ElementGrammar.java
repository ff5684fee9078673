package dev.countersign.sandbox.slack;

import static dev.countersign.sandbox.wire.JsonRule.bool;
import static dev.countersign.sandbox.wire.JsonRule.byType;
import static dev.countersign.sandbox.wire.JsonRule.integer;
import static dev.countersign.sandbox.wire.JsonRule.list;
import static dev.countersign.sandbox.wire.JsonRule.oneOf;
import static dev.countersign.sandbox.wire.JsonRule.text;

import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.wire.JsonRule;
import dev.countersign.sandbox.wire.MemberRules;
import dev.countersign.sandbox.wire.Violation;
import java.util.List;
import java.util.Map;

/// What stands inside `actions`, `input` and as a section's accessory
/// (docs.slack.dev/reference/block-kit/block-elements). A type that Countersign never sends is
/// refused.
final class ElementGrammar {
  static final int ID = 255;
  static final int BUTTON_TEXT = 75;
  static final int BUTTON_VALUE = 2_000;
  static final int LABEL = 75;
  static final int PLACEHOLDER = 150;
  static final int TICKS = 10;
  static final int SELECT_OPTIONS = 100;
  static final int INPUT_LENGTH = 3_000;
  static final int ALT_TEXT = 2_000;

  private static final MemberRules BUTTON =
      MemberRules.typed("button")
          .required("text", TextGrammar.plain(BUTTON_TEXT))
          .optional("action_id", text(1, ID))
          .optional("value", text(1, BUTTON_VALUE))
          .optional("url", RichTextGrammar.url())
          .optional("style", oneOf("primary", "danger"))
          .optional("confirm", TextGrammar.CONFIRM)
          .optional("accessibility_label", text(1, LABEL));

  private static final MemberRules ANY_OPTION =
      option(TextGrammar.any(LABEL)).optional("description", TextGrammar.any(LABEL));

  private static final MemberRules PLAIN_OPTION =
      option(TextGrammar.plain(LABEL)).optional("description", TextGrammar.plain(LABEL));

  private static final JsonRule CHECKBOXES =
      choosing("checkboxes")
          .required("options", list(1, TICKS, ANY_OPTION))
          .optional("initial_options", list(1, TICKS, ANY_OPTION))
          .then(initialAmongOptions());

  private static final JsonRule RADIO_BUTTONS =
      choosing("radio_buttons")
          .required("options", list(1, TICKS, ANY_OPTION))
          .optional("initial_option", ANY_OPTION)
          .then(initialAmongOptions());

  private static final JsonRule STATIC_SELECT =
      choosing("static_select")
          .required("options", list(1, SELECT_OPTIONS, PLAIN_OPTION))
          .optional("initial_option", PLAIN_OPTION)
          .optional("placeholder", TextGrammar.plain(PLACEHOLDER))
          .then(initialAmongOptions());

  private static final JsonRule PLAIN_TEXT_INPUT =
      MemberRules.typed("plain_text_input")
          .optional("action_id", text(1, ID))
          .optional("placeholder", TextGrammar.plain(PLACEHOLDER))
          .optional("initial_value", text(0, INPUT_LENGTH))
          .optional("multiline", bool())
          .optional("min_length", integer(0, INPUT_LENGTH))
          .optional("max_length", integer(1, INPUT_LENGTH))
          .optional("focus_on_load", bool())
          .then(ElementGrammar::lengthsInOrder);

  static final JsonRule IMAGE =
      MemberRules.typed("image")
          .required("alt_text", text(1, ALT_TEXT))
          .optional("image_url", RichTextGrammar.url())
          .optional("slack_file", JsonRule.anyObject())
          .then(ElementGrammar::onePicture);

  static final JsonRule IN_ACTIONS =
      byType(
          Map.of(
              "button",
              BUTTON,
              "checkboxes",
              CHECKBOXES,
              "radio_buttons",
              RADIO_BUTTONS,
              "static_select",
              STATIC_SELECT));

  static final JsonRule AS_ACCESSORY =
      byType(
          Map.of(
              "button",
              BUTTON,
              "image",
              IMAGE,
              "checkboxes",
              CHECKBOXES,
              "radio_buttons",
              RADIO_BUTTONS,
              "static_select",
              STATIC_SELECT));

  static final JsonRule IN_INPUT =
      byType(
          Map.of(
              "plain_text_input",
              PLAIN_TEXT_INPUT,
              "checkboxes",
              CHECKBOXES,
              "radio_buttons",
              RADIO_BUTTONS,
              "static_select",
              STATIC_SELECT));

  private ElementGrammar() {}

  /// The options that are chosen before anybody chooses.
  static List<Json> initial(JsonObject element) {
    if (element.has("initial_options")) {
      return element.items("initial_options");
    }
    return element.has("initial_option") ? List.of(element.object("initial_option")) : List.of();
  }

  static void onePicture(Json value, String pointer, List<Violation> found) {
    var image = (JsonObject) value;
    if (image.has("image_url") == image.has("slack_file")) {
      found.add(new Violation("must define either `image_url` or `slack_file`", pointer));
    }
  }

  private static MemberRules choosing(String type) {
    return MemberRules.typed(type)
        .optional("action_id", text(1, ID))
        .optional("confirm", TextGrammar.CONFIRM)
        .optional("focus_on_load", bool());
  }

  private static MemberRules option(JsonRule label) {
    return MemberRules.plain().required("text", label).required("value", text(1, LABEL));
  }

  private static JsonRule initialAmongOptions() {
    return (value, pointer, found) -> {
      var element = (JsonObject) value;
      if (!element.items("options").containsAll(initial(element))) {
        found.add(new Violation("initial option must be one of the options", pointer));
      }
    };
  }

  private static void lengthsInOrder(Json value, String pointer, List<Violation> found) {
    var input = (JsonObject) value;
    if (input.has("min_length")
        && input.has("max_length")
        && input.number("min_length") > input.number("max_length")) {
      found.add(new Violation("`min_length` must not exceed `max_length`", pointer));
    }
  }
}
