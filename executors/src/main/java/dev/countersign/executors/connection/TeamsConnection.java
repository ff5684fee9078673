package dev.countersign.executors.connection;

import dev.countersign.executors.credential.CredentialReference;
import java.util.Optional;
import java.util.Set;

/// Conversations of Teams where messages of the channel `teams` are posted through the connector,
/// by an app of their own: never the one that asks people, in whose name an agent must say nothing.
///
/// @param tenant the GUID of the Entra tenant that the app belongs to
/// @param appId the GUID of the app
/// @param channels IDs of conversations, such as `19:…@thread.tacv2`; everywhere else is
///   `recipient_not_allowed`
/// @param readers who may read along there
/// @param rehearses whether of a dry run the connector is asked for the conversation
/// @param baseUrl the connector
/// @param loginUrl where the app gets its token
/// @param credential the app's client secret
public record TeamsConnection(
    String name,
    BaseUrl baseUrl,
    BaseUrl loginUrl,
    String tenant,
    String appId,
    Set<String> channels,
    AllowedReaders readers,
    boolean rehearses,
    Optional<CredentialReference> credential,
    Limits limits,
    NetworkAccess network)
    implements ChatConnection {
  static final int MAX_CHANNELS = 500;
  static final BaseUrl CONNECTOR = new BaseUrl("https", "smba.trafficmanager.net", 443);
  static final BaseUrl LOGIN = new BaseUrl("https", "login.microsoftonline.com", 443);

  public TeamsConnection {
    channels = Set.copyOf(channels);
    if (credential.isEmpty()) {
      throw new IllegalArgumentException("nobody posts without a secret");
    }
  }
}
