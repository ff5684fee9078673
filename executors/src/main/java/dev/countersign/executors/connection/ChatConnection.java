package dev.countersign.executors.connection;

import java.util.Set;

/// Conversations of one chat where messages are posted, by an app of their own: never the one that
/// asks people, in whose name an agent must say nothing.
public sealed interface ChatConnection extends Connection permits SlackConnection, TeamsConnection {
  /// Where the chat takes calls.
  BaseUrl baseUrl();

  /// IDs of conversations; everywhere else is `recipient_not_allowed`.
  Set<String> channels();

  /// Who may read along there.
  AllowedReaders readers();

  /// Whether of a dry run the chat is asked for the conversation.
  boolean rehearses();

  Limits limits();

  NetworkAccess network();

  /// Whether the chat is asked who reads along before anything is posted.
  default boolean limitsReaders() {
    return readers() != AllowedReaders.ANY;
  }
}
