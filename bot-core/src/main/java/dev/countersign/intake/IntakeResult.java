package dev.countersign.intake;

import dev.countersign.proposal.ProposalError;
import dev.countersign.proposal.ProposalId;
import java.util.List;

/// What became of a submitted proposal.
public sealed interface IntakeResult {

  /// It is recorded and ruled; what the ruling was stands in the ledger.
  ///
  /// @param replayed whether an earlier submission with the same idempotency key made it
  record Recorded(ProposalId id, boolean replayed) implements IntakeResult {}

  /// The body is not acceptable JSON.
  record Malformed(String code, String detail) implements IntakeResult {}

  /// The body is JSON but not a `proposal.v1`: all errors at once.
  record Invalid(List<ProposalError> errors) implements IntakeResult {
    public Invalid {
      errors = List.copyOf(errors);
    }
  }

  /// A sound proposal that cannot be taken; nothing is recorded.
  record Declined(Reason reason, String detail) implements IntakeResult {}

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
    CONFLICT
  }
}
