package dev.countersign.intake;

import dev.countersign.json.Digest;
import dev.countersign.proposal.ProposalError;
import dev.countersign.proposal.ProposalId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What became of a submitted proposal.
public sealed interface IntakeResult {

  /// It is recorded and ruled; what the ruling was stands in the ledger.
  ///
  /// @param replayed whether an earlier submission with the same idempotency key made it
  /// @param attached whether it is the request of a proposal with the same effect, which was
  ///   pending
  /// @param submitted the digest of the action that was submitted, where it is attached: the one
  ///   that will run may be spelled otherwise
  record Recorded(ProposalId id, boolean replayed, boolean attached, Optional<Digest> submitted)
      implements IntakeResult {
    public Recorded(ProposalId id, boolean replayed) {
      this(id, replayed, false);
    }

    Recorded(ProposalId id, boolean replayed, boolean attached) {
      this(id, replayed, attached, Optional.empty());
    }

    Recorded of(Digest action) {
      return new Recorded(
          id, replayed, attached, attached ? Optional.of(action) : Optional.empty());
    }
  }

  /// The body is not acceptable JSON.
  ///
  /// @param pointer the value that was being read
  /// @param offset the byte of the body at which it was found, from 0
  record Malformed(String code, String pointer, int offset, String detail)
      implements IntakeResult {}

  /// The body is JSON but not a `proposal.v1`: all errors at once.
  record Invalid(List<ProposalError> errors) implements IntakeResult {
    public Invalid {
      errors = List.copyOf(errors);
    }
  }

  /// A sound proposal that cannot be taken; nothing is recorded.
  ///
  /// @param pointer the member that is in the way; empty where it is none
  /// @param again after how long it could be taken, where that is known
  record Declined(Reason reason, String pointer, String detail, Optional<Duration> again)
      implements IntakeResult {}

  /// Why a sound proposal is not taken, and which side of the contract it breaks.
  ///
  /// @param code stable, lower case
  record Reason(Kind kind, String code) {}

  /// The family of a [Reason]; the HTTP door maps it to a status.
  enum Kind {
    /// The agent may not propose this.
    FORBIDDEN,
    /// The connection does not admit this action.
    UNPROCESSABLE,
    /// The state of another proposal is in the way.
    CONFLICT,
    /// Too many wait for people already, or were asked lately.
    TOO_MANY,
    /// The target does not say by now what has to be known first.
    UNAVAILABLE
  }
}
