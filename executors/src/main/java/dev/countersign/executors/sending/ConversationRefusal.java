package dev.countersign.executors.sending;

import dev.countersign.execution.Inadmissible;
import dev.countersign.execution.ReadersLook;

/// Why a chat's own word keeps a message from its conversation: codes and sentences alike for every
/// chat.
public final class ConversationRefusal {
  /// Somebody may read along there whom the connection does not allow.
  public static final String READERS = "audience_not_allowed";

  /// The chat did not say enough of it.
  public static final String UNREAD = "conversation_not_read";

  public static final String NOT_FOUND = "conversation_not_found";
  public static final String ARCHIVED = "conversation_archived";
  public static final String NOT_A_MEMBER = "not_in_conversation";

  private ConversationRefusal() {}

  /// What a code means before people are asked.
  ///
  /// @param connection its name
  public static ReadersLook found(String code, String connection) {
    return switch (code) {
      case READERS ->
          not(
              code,
              "people of another organisation read there, or may soon, and "
                  + connection
                  + ".audience in connections.yaml is internal: name another conversation");
      case NOT_FOUND, NOT_A_MEMBER ->
          not(code, "the app of the connection is not in such a conversation: have it added there");
      default -> new ReadersLook.NotRead(code);
    };
  }

  private static ReadersLook not(String code, String detail) {
    return new ReadersLook.Not(new Inadmissible(code, "/proposed_changes/to/0/address", detail));
  }
}
