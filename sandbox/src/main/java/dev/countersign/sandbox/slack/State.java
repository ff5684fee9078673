package dev.countersign.sandbox.slack;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonObject;

/// `state.values` of an interaction: what every choice in the message stands at, by block and
/// action. People of the sandbox leave choices as the message proposed them.
final class State {
  private State() {}

  static JsonObject of(JsonArray blocks) {
    var values = JsonObject.builder();
    for (Json item : blocks.items()) {
      var block = (JsonObject) item;
      if (block.text("type").equals("actions")) {
        JsonObject choices = choices(block);
        values.put(block.text("block_id"), choices.members().isEmpty() ? (Json) null : choices);
      }
    }
    return values.build();
  }

  private static JsonObject choices(JsonObject actions) {
    var choices = JsonObject.builder();
    for (Json item : actions.items("elements")) {
      var element = (JsonObject) item;
      switch (element.text("type")) {
        case "checkboxes" ->
            choices.put(
                element.text("action_id"),
                standing(element, "selected_options", "initial_options", JsonArray.EMPTY));
        case "radio_buttons", "static_select" ->
            choices.put(
                element.text("action_id"),
                standing(element, "selected_option", "initial_option", JsonNull.NULL));
        default -> {}
      }
    }
    return choices.build();
  }

  private static JsonObject standing(
      JsonObject element, String member, String initial, Json nothing) {
    Json proposed = element.get(initial);
    return JsonObject.builder()
        .put("type", element.text("type"))
        .put(member, proposed == null ? nothing : proposed)
        .build();
  }
}
