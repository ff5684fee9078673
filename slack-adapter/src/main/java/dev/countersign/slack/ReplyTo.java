package dev.countersign.slack;

import java.net.URI;
import java.util.Optional;

/// How to tell one person something that only they see.
///
/// @param responseUrl where this callback may be answered for half an hour; empty when Slack named
///   none, or one that is not Slack's
record ReplyTo(Optional<URI> responseUrl, String channel, String user) {

  /// Whether there is any way at all.
  boolean reaches() {
    return responseUrl.isPresent() || !channel.isEmpty();
  }

  /// Without the address: whoever has it can answer.
  @Override
  public String toString() {
    return "ReplyTo[" + user + " in " + channel + "]";
  }
}
