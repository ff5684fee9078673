package dev.countersign.sandbox.slack;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.SandboxSecrets;
import java.util.ArrayList;
import java.util.List;

/// Gives a `block_id` to every block, and an `action_id` to every interactive element, that came
/// without one.
final class BlockIds {
  private static final int LENGTH = 5;

  private BlockIds() {}

  static JsonArray complete(JsonArray blocks) {
    return new JsonArray(blocks.items().stream().map(BlockIds::completeBlock).toList());
  }

  private static Json completeBlock(Json json) {
    var block = (JsonObject) json;
    JsonObject named = block.has("block_id") ? block : block.with("block_id", Json.of(fresh()));
    if (named.get("accessory") instanceof JsonObject accessory) {
      return named.with("accessory", completeElement(accessory));
    }
    if (named.get("element") instanceof JsonObject input) {
      return named.with("element", completeElement(input));
    }
    if (!block.text("type").equals("actions")) {
      return named;
    }
    var elements = new ArrayList<Json>();
    for (Json element : block.items("elements")) {
      elements.add(completeElement((JsonObject) element));
    }
    return named.with("elements", new JsonArray(List.copyOf(elements)));
  }

  private static JsonObject completeElement(JsonObject element) {
    boolean pressable = !element.text("type").equals("image");
    return element.has("action_id") || !pressable
        ? element
        : element.with("action_id", Json.of(fresh()));
  }

  private static String fresh() {
    return SandboxSecrets.unguessable().substring(0, LENGTH);
  }
}
