package dev.countersign.executors.connection;

import dev.countersign.executors.credential.CredentialReference;
import java.util.Optional;
import java.util.Set;

/// A workspace of Slack where messages of the channel `slack` are posted, by an app of their own:
/// never the one that asks people, in whose name an agent must say nothing.
///
/// @param channels IDs of conversations, such as `C0123456789`; everywhere else is
///   `recipient_not_allowed`
/// @param readers who may read along there
/// @param rehearses whether of a dry run the chat is asked for the conversation
/// @param credential the app's bot token
public record SlackConnection(
    String name,
    BaseUrl baseUrl,
    Set<String> channels,
    AllowedReaders readers,
    boolean rehearses,
    Optional<CredentialReference> credential,
    Limits limits,
    NetworkAccess network)
    implements ChatConnection {
  static final int MAX_CHANNELS = 500;
  static final BaseUrl SLACK = new BaseUrl("https", "slack.com", 443);

  public SlackConnection {
    channels = Set.copyOf(channels);
    if (credential.isEmpty()) {
      throw new IllegalArgumentException("nobody posts without a token");
    }
  }

  /// Whether Slack is ever asked for a conversation.
  public boolean isAsked() {
    return rehearses || limitsReaders();
  }
}
