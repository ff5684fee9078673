package dev.countersign.sandbox.teams;

import java.time.Duration;

/// How one call to the connector, the token endpoint or the key set goes wrong.
public sealed interface TeamsFault {

  /// HTTP 429 `Throttled` with `Retry-After`; nothing happened.
  record Throttled(Duration retryAfter) implements TeamsFault {}

  /// An HTTP status such as 502 or 504 with no JSON, as from a gateway; nothing happened.
  record Status(int status) implements TeamsFault {}

  /// An error of the connector, such as 412 `PreconditionFailed`; nothing happened.
  record Answer(int status, String code) implements TeamsFault {}

  /// The call is read and never answered; the connection stays open until the sandbox closes.
  record Hang() implements TeamsFault {}

  /// The connection is closed without an answer; nothing happened.
  record Drop() implements TeamsFault {}

  /// The call takes effect, then the connection is closed without an answer.
  record ApplyThenDrop() implements TeamsFault {}
}
