package dev.countersign.slack;

import java.net.URI;
import java.util.Optional;

/// How to tell one person something that only they see.
///
/// @param responseUrl where this callback may be answered for half an hour; empty when Slack named
///   none, or one that is not Slack's
/// @param channel empty where there is none, as in a modal
/// @param trigger for words where nothing else reaches them; empty where Slack gave none
record ReplyTo(Optional<URI> responseUrl, String channel, String user, Optional<Trigger> trigger) {

  /// Opens one modal within three seconds.
  ///
  /// @param inModal whether what was pressed stands in a modal itself, which then stays below
  record Trigger(String id, boolean inModal) {
    /// Without the id: whoever has it and our token can open something.
    @Override
    public String toString() {
      return "Trigger[]";
    }
  }

  /// As a message that the person alone sees in a channel.
  ///
  /// @param channel empty where it is not known
  static ReplyTo in(String channel, String user) {
    return new ReplyTo(Optional.empty(), channel, user, Optional.empty());
  }

  /// Whether there is any way in a conversation.
  boolean reaches() {
    return responseUrl.isPresent() || !channel.isEmpty();
  }

  /// Without the address: whoever has it can answer.
  @Override
  public String toString() {
    return "ReplyTo[" + user + " in " + channel + "]";
  }
}
