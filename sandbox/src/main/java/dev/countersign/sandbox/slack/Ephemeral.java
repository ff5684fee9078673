package dev.countersign.sandbox.slack;

import dev.countersign.json.JsonArray;
import java.util.Optional;

/// A message that one person saw in a channel and nobody can look up again. `responseUrl` is the
/// address that brought it, or that came with the command it replies to.
public record Ephemeral(
    String channel,
    String user,
    String ts,
    String text,
    JsonArray blocks,
    Source source,
    Optional<String> responseUrl) {

  /// How it came about.
  public enum Source {
    POST_EPHEMERAL,
    RESPONSE_URL,
    COMMAND_REPLY
  }

  /// The message as people at a terminal read it: its blocks, or else its text.
  public String rendered() {
    return Optional.of(blocks)
        .filter(some -> !some.items().isEmpty())
        .map(CardText::render)
        .orElse(text);
  }
}
