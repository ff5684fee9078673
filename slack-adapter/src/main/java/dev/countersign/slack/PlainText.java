package dev.countersign.slack;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.util.List;

/// `plain_text` objects: the service's own words, in which Slack parses nothing, emoji codes
/// included.
final class PlainText {
  private PlainText() {}

  /// The blocks of a message that is nothing but words.
  static JsonArray section(String words) {
    return new JsonArray(
        List.<Json>of(JsonObject.builder().put("type", "section").put("text", of(words)).build()));
  }

  static JsonObject of(String words) {
    return JsonObject.builder()
        .put("type", "plain_text")
        .put("text", words)
        .put("emoji", false)
        .build();
  }
}
