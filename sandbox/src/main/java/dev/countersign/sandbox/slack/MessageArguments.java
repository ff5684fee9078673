package dev.countersign.sandbox.slack;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import dev.countersign.sandbox.wire.Violation;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a call wants a message to say: `text`, `blocks` and `metadata`, checked.
record MessageArguments(
    Optional<String> text, Optional<JsonArray> blocks, Optional<JsonObject> metadata) {

  /// Characters of `text` (docs.slack.dev/reference/methods/chat.postMessage).
  static final int MAX_TEXT = 40_000;

  /// What Slack puts into `text` when there are only blocks.
  private static final String NO_FALLBACK = "This content can't be displayed.";

  static MessageArguments of(Arguments arguments) {
    var read =
        new MessageArguments(
            arguments.text("text"),
            arguments.structure("blocks", "invalid_blocks_format").map(MessageArguments::blocks),
            arguments
                .structure("metadata", "invalid_metadata_format")
                .map(MessageArguments::metadata));
    if (read.text.isEmpty() && read.blocks.isEmpty()) {
      throw new ApiError("no_text");
    }
    return read;
  }

  /// The message from now on. Blocks that are not named again are gone; metadata that is not named
  /// again stays.
  Version version(Optional<JsonObject> earlierMetadata, Instant now) {
    return new Version(
        text.orElse(NO_FALLBACK),
        blocks.map(BlockIds::complete).orElse(JsonArray.EMPTY),
        metadata.or(() -> earlierMetadata).filter(some -> !some.members().isEmpty()),
        now);
  }

  boolean textIsTooLong() {
    return text.filter(some -> some.length() > MAX_TEXT).isPresent();
  }

  private static JsonArray blocks(Json json) {
    if (!(json instanceof JsonArray blocks)) {
      throw new ApiError("invalid_blocks_format");
    }
    List<Violation> violations = BlockKit.checkMessage(blocks);
    if (!violations.isEmpty()) {
      throw ApiError.invalidBlocks(violations);
    }
    if (BlockKit.textLength(blocks) > BlockKit.TEXT_PER_MESSAGE) {
      throw new ApiError("msg_blocks_too_long");
    }
    return blocks;
  }

  private static JsonObject metadata(Json json) {
    if (!(json instanceof JsonObject metadata)) {
      throw new ApiError("invalid_metadata_format");
    }
    boolean complete =
        metadata.get("event_type") instanceof JsonString
            && metadata.get("event_payload") instanceof JsonObject;
    if (!metadata.members().isEmpty() && !complete) {
      throw new ApiError("invalid_metadata_schema");
    }
    return metadata;
  }
}
