package dev.countersign.sandbox.slack;

import java.time.Duration;

/// How one call to the Web API goes wrong.
public sealed interface Fault {

  /// HTTP 429 with `Retry-After`, error `ratelimited`; nothing happened.
  record RateLimited(Duration retryAfter) implements Fault {}

  /// An HTTP status with no JSON, as from a gateway in front of Slack; nothing happened.
  record Status(int status) implements Fault {}

  /// HTTP 200 with `ok:false` and this error, such as `service_unavailable` or `token_revoked`;
  /// nothing happened.
  record Answer(String error) implements Fault {}

  /// The call is read and never answered; the connection stays open until the sandbox closes.
  record Hang() implements Fault {}

  /// The connection is closed without an answer; nothing happened.
  record Drop() implements Fault {}

  /// The call takes effect, then the connection is closed without an answer.
  record ApplyThenDrop() implements Fault {}
}
