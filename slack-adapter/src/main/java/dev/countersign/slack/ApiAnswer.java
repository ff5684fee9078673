package dev.countersign.slack;

import java.time.Duration;
import java.util.Optional;

/// What came of one Web API call.
sealed interface ApiAnswer {
  /// Slack did it.
  ///
  /// @param messageId the `ts` of the message, or what else the method names
  record Done(String messageId) implements ApiAnswer {}

  /// Slack did not, or did not say.
  ///
  /// @param error Slack's own code, or ours where Slack gave none: `timeout`, `unreachable`,
  ///   `http_503`, `malformed_answer`
  /// @param retryAfter how long Slack asked us to wait
  record Failed(String error, Optional<Duration> retryAfter) implements ApiAnswer {
    Failed(String error) {
      this(error, Optional.empty());
    }
  }
}
