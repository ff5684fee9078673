package dev.countersign.sandbox.slack;

import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/// What a message said from `at` on. Every block has a `block_id`, as Slack gives one where the
/// sender did not.
public record Version(String text, JsonArray blocks, Optional<JsonObject> metadata, Instant at) {}
