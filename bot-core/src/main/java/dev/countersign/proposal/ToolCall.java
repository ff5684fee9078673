package dev.countersign.proposal;

import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import java.util.Map;
import java.util.Optional;

/// A call of a tool, as the Model Context Protocol has it.
///
/// @param definitionDigest over the tool's definition that the agent has seen
/// @param annotations the hints that the agent passes on, by name
public record ToolCall(
    String server,
    String tool,
    JsonObject arguments,
    Optional<String> definitionDigest,
    Map<String, Json> annotations)
    implements ProposedChanges {

  static ToolCall read(JsonObject document) {
    return new ToolCall(
        document.text("server"),
        document.text("tool"),
        document.object("arguments"),
        document.optionalText("tool_definition_digest"),
        document.optionalObject("annotations").orElse(JsonObject.EMPTY).members());
  }
}
