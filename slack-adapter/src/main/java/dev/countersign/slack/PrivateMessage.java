package dev.countersign.slack;

import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;

/// The service's own words for one person alone, in which Slack parses nothing.
///
/// @param text for notifications and clients without blocks
/// @param blocks at most [BlockBudget#MAX_CHARACTERS] characters of the words
record PrivateMessage(String text, JsonArray blocks) {
  /// Characters of the text, the most that Slack recommends
  /// (docs.slack.dev/reference/methods/chat.postEphemeral).
  static final int TEXT = 4_000;

  static PrivateMessage of(String words) {
    return new PrivateMessage(
        BlockKitRenderer.unparsed(BlockBudget.clip(words, TEXT)),
        PlainText.sections(BlockBudget.clip(words, BlockBudget.MAX_CHARACTERS)));
  }

  /// As an answer to a callback.
  JsonObject.Builder answer() {
    return JsonObject.builder()
        .put("response_type", "ephemeral")
        .put("text", text)
        .put("blocks", blocks);
  }
}
