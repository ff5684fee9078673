package dev.countersign.execution;

import dev.countersign.json.Digest;
import dev.countersign.proposal.RecordImage;
import dev.countersign.proposal.RecordMark;
import java.util.Optional;

/// What is known after an attempt to send.
///
/// The line between [Failed] and [Unknown] is whether the target may have what makes it act: of a
/// call any byte, of a mail its end.
///
/// A status is that of HTTP, or the reply code of a mail server.
public sealed interface Outcome {

  /// The target answered with success (2xx).
  ///
  /// @param status what it answered
  /// @param request digest over what was sent: of a call, request line, headers without
  ///   credentials, and body; of a mail, envelope, headers without the date, and body
  /// @param answer digest over the body of the answer, as far as it was read
  /// @param before what a record held right before it was changed, read in the same transaction
  /// @param left by what a record is known again that was made, archived or restored
  record Succeeded(
      int status,
      Digest request,
      Digest answer,
      Optional<RecordImage> before,
      Optional<RecordMark> left)
      implements Outcome {
    /// Of what is no change of a record, or of one that was not read.
    public Succeeded(int status, Digest request, Digest answer) {
      this(status, request, answer, Optional.empty());
    }

    /// Of a change that leaves nothing by which the record would be known again.
    public Succeeded(int status, Digest request, Digest answer, Optional<RecordImage> before) {
      this(status, request, answer, before, Optional.empty());
    }
  }

  /// Nothing was changed: the record is not as people saw it. Told apart from a failure because the
  /// gate knows what to ask them now.
  ///
  /// @param now what the record holds
  record RecordChanged(RecordImage now) implements Outcome {}

  /// Known to have had no effect: nothing was sent, or the target refused it as a whole.
  ///
  /// @param code stable, lower case, for instance `connect_failed` or `target_refused`
  /// @param status what the target answered, 0 for nothing
  record Failed(String code, int status) implements Outcome {}

  /// May or may not have had an effect: bytes were sent and no trustworthy answer came back.
  ///
  /// @param code stable, lower case, for instance `timeout` or `connection_reset`
  /// @param status what the target answered, 0 for nothing
  record Unknown(String code, int status) implements Outcome {}
}
