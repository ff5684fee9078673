package dev.countersign.slack;

import dev.countersign.card.RenderedCard;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import dev.countersign.request.Decision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Looks into a rendered card.
final class DrawnCard {
  private DrawnCard() {}

  static JsonArray blocks(RenderedCard card) {
    return new JsonArray(card.body().items("blocks"));
  }

  /// As sent, with a token in every button.
  static JsonArray sent(RenderedCard card) {
    return ActionsBlock.filled(blocks(card), tokens(card));
  }

  static Map<Decision, String> tokens(RenderedCard card) {
    var tokens = new HashMap<Decision, String>();
    card.asks().forEach(asked -> tokens.put(asked, "token-" + asked));
    return tokens;
  }

  /// The `text` leaves of `rich_text` blocks, in reading order: where supplied text may be.
  static List<String> leaves(RenderedCard card) {
    var found = new ArrayList<String>();
    card.body().items("blocks").stream()
        .map(JsonObject.class::cast)
        .filter(block -> block.text("type").equals("rich_text"))
        .forEach(block -> collectLeaves(block, found));
    return found;
  }

  /// Every other string of the body: where supplied text must never be.
  static List<String> elsewhere(Json value) {
    var found = new ArrayList<String>();
    collectOthers(value, found);
    return found;
  }

  private static void collectLeaves(JsonObject element, List<String> found) {
    if (element.text("type").equals("text")) {
      found.add(element.text("text"));
    } else if (element.has("elements")) {
      element.items("elements").forEach(inner -> collectLeaves((JsonObject) inner, found));
    }
  }

  private static void collectOthers(Json value, List<String> found) {
    switch (value) {
      case JsonString(String text) -> found.add(text);
      case JsonArray(List<Json> items) -> items.forEach(item -> collectOthers(item, found));
      case JsonObject object when isLeaf(object) -> {}
      case JsonObject(Map<String, Json> members) ->
          members.values().forEach(member -> collectOthers(member, found));
      default -> {}
    }
  }

  private static boolean isLeaf(JsonObject object) {
    return object.get("type") instanceof JsonString(String type) && type.equals("text");
  }
}
