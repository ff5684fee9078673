package dev.countersign.slack;

import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;

/// What one person alone is told, in which Slack parses nothing.
///
/// @param text for notifications and clients without blocks
/// @param blocks of words at most [BlockBudget#MAX_CHARACTERS] characters
record PrivateMessage(String text, JsonArray blocks) {
  /// Characters of the text, the most that Slack recommends
  /// (docs.slack.dev/reference/methods/chat.postEphemeral).
  static final int TEXT = 4_000;

  static PrivateMessage of(String words) {
    return of(words, PlainText.sections(BlockBudget.clip(words, BlockBudget.MAX_CHARACTERS)));
  }

  /// @param words the same for clients without blocks
  static PrivateMessage of(String words, JsonArray blocks) {
    return new PrivateMessage(BlockKitRenderer.unparsed(BlockBudget.clip(words, TEXT)), blocks);
  }

  /// As an answer to a callback.
  JsonObject.Builder answer() {
    return JsonObject.builder()
        .put("response_type", "ephemeral")
        .put("text", text)
        .put("blocks", blocks);
  }
}
