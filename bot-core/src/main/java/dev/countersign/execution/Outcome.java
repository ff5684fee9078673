package dev.countersign.execution;

import dev.countersign.json.Digest;

/// What is known after an attempt to send.
///
/// The line between [Failed] and [Unknown] is whether any byte of the request may have reached the
/// target.
public sealed interface Outcome {

  /// The target answered with success (2xx).
  ///
  /// @param status the HTTP status
  /// @param request digest over the bytes that were sent: request line, headers without
  ///   credentials, and body
  /// @param answer digest over the body of the answer, as far as it was read
  record Succeeded(int status, Digest request, Digest answer) implements Outcome {}

  /// Known to have had no effect: nothing was sent, or the target refused it as a whole.
  ///
  /// @param code stable, lower case, for instance `connect_failed` or `target_refused`
  /// @param status the HTTP status, 0 when there was none
  record Failed(String code, int status) implements Outcome {}

  /// May or may not have had an effect: bytes were sent and no trustworthy answer came back.
  ///
  /// @param code stable, lower case, for instance `timeout` or `connection_reset`
  /// @param status the HTTP status, 0 when there was none
  record Unknown(String code, int status) implements Outcome {}
}
