package dev.countersign.slack;

import dev.countersign.json.JsonObject;

/// `plain_text` objects: the service's own words, in which Slack parses nothing, emoji codes
/// included.
final class PlainText {
  private PlainText() {}

  static JsonObject of(String words) {
    return JsonObject.builder()
        .put("type", "plain_text")
        .put("text", words)
        .put("emoji", false)
        .build();
  }
}
