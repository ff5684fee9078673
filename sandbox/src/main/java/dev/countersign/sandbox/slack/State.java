package dev.countersign.sandbox.slack;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonObject;
import java.util.List;
import java.util.Set;

/// `state.values` of an interaction: what every choice in the message stands at, by block and
/// action. People of the sandbox leave choices as the message proposed them, but for boxes that
/// they untick.
final class State {
  private State() {}

  /// @param unticked the values of those boxes
  static JsonObject of(JsonArray blocks, Set<String> unticked) {
    var values = JsonObject.builder();
    for (Json item : blocks.items()) {
      var block = (JsonObject) item;
      if (block.text("type").equals("actions")) {
        JsonObject choices = choices(block, unticked);
        values.put(block.text("block_id"), choices.members().isEmpty() ? (Json) null : choices);
      }
    }
    return values.build();
  }

  private static JsonObject choices(JsonObject actions, Set<String> unticked) {
    var choices = JsonObject.builder();
    for (Json item : actions.items("elements")) {
      var element = (JsonObject) item;
      switch (element.text("type")) {
        case "checkboxes" -> choices.put(element.text("action_id"), ticked(element, unticked));
        case "radio_buttons", "static_select" ->
            choices.put(
                element.text("action_id"),
                standing(element, "selected_option", "initial_option", JsonNull.NULL));
        default -> {}
      }
    }
    return choices.build();
  }

  private static JsonObject ticked(JsonObject element, Set<String> unticked) {
    List<JsonObject> proposed =
        element.has("initial_options")
            ? element.objects("initial_options", option -> option)
            : List.of();
    return JsonObject.builder()
        .put("type", element.text("type"))
        .put(
            "selected_options",
            JsonArray.of(
                proposed.stream()
                    .filter(option -> !unticked.contains(option.text("value")))
                    .toList(),
                option -> option))
        .build();
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
