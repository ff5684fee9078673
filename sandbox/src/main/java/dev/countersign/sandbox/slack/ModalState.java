package dev.countersign.sandbox.slack;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.slack.PressRefusedException.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `state.values` of a submitted modal. Refuses what the client would not send: required inputs
/// left empty, text of a forbidden length, options that are not there.
final class ModalState {
  private ModalState() {}

  /// @param filled by `block_id`: what was typed, or the `value` of what was chosen
  static JsonObject of(JsonObject view, Map<String, String> filled) {
    var values = JsonObject.builder();
    Set<String> unknown = new HashSet<>(filled.keySet());
    for (JsonObject block : inputs(view)) {
      String id = block.text("block_id");
      JsonObject element = block.object("element");
      String given = filled.getOrDefault(id, "");
      unknown.remove(id);
      if (given.isEmpty() && !(block.has("optional") && block.bool("optional"))) {
        throw new PressRefusedException(Reason.MISSING_INPUT);
      }
      values.put(
          id,
          JsonObject.builder().put(element.text("action_id"), standing(element, given)).build());
    }
    if (!unknown.isEmpty()) {
      throw new PressRefusedException(Reason.NO_SUCH_INPUT);
    }
    return values.build();
  }

  static List<JsonObject> inputs(JsonObject view) {
    var inputs = new ArrayList<JsonObject>();
    for (Json item : view.items("blocks")) {
      if (item instanceof JsonObject block && block.text("type").equals("input")) {
        inputs.add(block);
      }
    }
    return inputs;
  }

  private static JsonObject standing(JsonObject element, String given) {
    String type = element.text("type");
    var standing = JsonObject.builder().put("type", type);
    return switch (type) {
      case "plain_text_input" -> standing.put("value", orNull(typed(element, given))).build();
      case "radio_buttons", "static_select" ->
          standing.put("selected_option", orNull(chosen(element, given))).build();
      case "checkboxes" ->
          standing
              .put(
                  "selected_options",
                  JsonArray.of(
                      Optional.ofNullable(chosen(element, given)).stream().toList(), o -> o))
              .build();
      default -> throw new IllegalStateException("no such element");
    };
  }

  private static @Nullable Json typed(JsonObject element, String given) {
    if (given.isEmpty()) {
      return null;
    }
    boolean tooLong = element.has("max_length") && given.length() > element.number("max_length");
    boolean tooShort = element.has("min_length") && given.length() < element.number("min_length");
    if (tooLong || tooShort || given.length() > ElementGrammar.INPUT_LENGTH) {
      throw new PressRefusedException(Reason.INPUT_LENGTH);
    }
    return Json.of(given);
  }

  private static @Nullable Json chosen(JsonObject element, String given) {
    if (given.isEmpty()) {
      return null;
    }
    return element.objects("options", option -> option).stream()
        .filter(option -> option.text("value").equals(given))
        .findFirst()
        .orElseThrow(() -> new PressRefusedException(Reason.NO_SUCH_OPTION));
  }

  private static Json orNull(@Nullable Json json) {
    return json == null ? JsonNull.NULL : json;
  }
}
