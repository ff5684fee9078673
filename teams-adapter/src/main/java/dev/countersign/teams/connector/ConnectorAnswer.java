package dev.countersign.teams.connector;

import java.time.Duration;
import java.util.Optional;

/// What came of one call that sends, changes or deletes an activity.
public sealed interface ConnectorAnswer {
  /// The connector did it.
  ///
  /// @param id of the activity; empty where the connector named none
  record Done(String id) implements ConnectorAnswer {}

  /// The connector did not, or did not say.
  ///
  /// @param status of HTTP; 0 when there was none
  /// @param code the connector's own, or ours where it gave none: `http_503`, `timeout`,
  ///   `unreachable`, `malformed_answer`, `service_url_not_allowed`, `own_budget`; a code that
  ///   begins with `token_` tells why there is no access token
  /// @param retryAfter how long we were asked to wait, or must
  record Failed(int status, String code, Optional<Duration> retryAfter)
      implements ConnectorAnswer, ConversationAnswer, MembersAnswer, ConnectorExchange {
    public Failed(int status, String code) {
      this(status, code, Optional.empty());
    }
  }
}
