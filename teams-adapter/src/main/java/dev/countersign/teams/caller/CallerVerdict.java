package dev.countersign.teams.caller;

import java.net.URI;
import java.time.Instant;

/// What [ConnectorTokenVerifier] says of one call.
public sealed interface CallerVerdict {
  /// The connector of Teams vouches for the activity. Only the verifier makes one. The token does
  /// not cover the body: whoever steals it can send another body until it expires, hence decisions
  /// need a token of our own as well.
  ///
  /// @param tenant on the allow-list, in lower case
  /// @param service where to answer; on the allow-list, with a slash at its end
  /// @param until when the token expires by its own word
  record Genuine(Activity activity, String tenant, URI service, Instant until)
      implements CallerVerdict {}

  /// Answered with 403; tell the caller nothing else.
  record Refused(CallerRefusal reason) implements CallerVerdict {}

  /// The connector's keys cannot be had right now, so nobody can say. Answered with 503.
  record KeysUnavailable() implements CallerVerdict {}
}
