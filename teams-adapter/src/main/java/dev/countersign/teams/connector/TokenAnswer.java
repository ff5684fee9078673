package dev.countersign.teams.connector;

import java.time.Duration;

/// What came of asking for an access token.
public sealed interface TokenAnswer {
  /// May be shown to the Bot Connector, and to nobody else.
  record Bearer(String token) implements TokenAnswer {
    @Override
    public String toString() {
      return "Bearer[[REDACTED]]";
    }
  }

  /// Entra knows us and says no: an operator has to mend something.
  ///
  /// @param code `AADSTS…` where Entra named one, else its OAuth error or `http_400`
  record Refused(String code) implements TokenAnswer {}

  /// Not now.
  ///
  /// @param code `timeout`, `unreachable`, `http_503`, `malformed_answer`, …
  record Later(Duration pause, String code) implements TokenAnswer {}
}
