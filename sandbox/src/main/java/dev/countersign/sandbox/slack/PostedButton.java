package dev.countersign.sandbox.slack;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/// A button that people can see, and the block that holds it.
record PostedButton(String blockId, JsonObject element) {

  /// Buttons of this `action_id` or, where there are none, of this label.
  static List<PostedButton> find(JsonArray blocks, String actionIdOrLabel) {
    List<PostedButton> all = all(blocks);
    List<PostedButton> byAction =
        all.stream().filter(button -> button.actionId().equals(actionIdOrLabel)).toList();
    return byAction.isEmpty()
        ? all.stream().filter(button -> button.label().equals(actionIdOrLabel)).toList()
        : byAction;
  }

  static List<PostedButton> all(JsonArray blocks) {
    var buttons = new ArrayList<PostedButton>();
    for (Json item : blocks.items()) {
      var block = (JsonObject) item;
      String blockId = block.text("block_id");
      switch (block.text("type")) {
        case "actions" -> block.items("elements").forEach(one -> addButton(buttons, blockId, one));
        case "section" ->
            block.optionalObject("accessory").ifPresent(one -> addButton(buttons, blockId, one));
        default -> {}
      }
    }
    return buttons;
  }

  String actionId() {
    return element.text("action_id");
  }

  String label() {
    return element.object("text").text("text");
  }

  /// The entry in `actions` of the interaction payload.
  JsonObject pressed(String actionTs) {
    return JsonObject.builder()
        .put("type", "button")
        .put("block_id", blockId)
        .put("action_id", actionId())
        .put("text", element.object("text"))
        .put("value", element.optionalText("value").orElse(null))
        .put("style", element.optionalText("style").orElse(null))
        .put("action_ts", actionTs)
        .build();
  }

  private static void addButton(List<PostedButton> buttons, String blockId, Json json) {
    if (json instanceof JsonObject element && element.text("type").equals("button")) {
      buttons.add(new PostedButton(blockId, element));
    }
  }
}
