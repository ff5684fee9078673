package dev.countersign.teams.connector;

/// What an answer to one of the [TokenRequests] amounts to.
sealed interface TokenReading {
  record Issued(IssuedToken token) implements TokenReading {}

  /// @param why [TokenAnswer.Refused] or [TokenAnswer.Later]
  record NotIssued(TokenAnswer why) implements TokenReading {}
}
