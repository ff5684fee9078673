package dev.countersign.request;

import dev.countersign.json.Digest;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RecordMark;
import java.time.Instant;
import java.util.Optional;

/// Something that happened to a request. Each is written as exactly one audit entry.
public sealed interface RequestEvent {
  Instant at();

  /// A verified, eligible vote.
  record Voted(Vote vote) implements RequestEvent {
    @Override
    public Instant at() {
      return vote.at();
    }
  }

  record DeadlinePassed(Instant at) implements RequestEvent {}

  /// Those who have not decided are asked once more.
  ///
  /// @param number which of the ruling's reminders it is, counted from 1; earlier ones that were
  ///   missed are not made up for
  record Reminded(int number, Instant at) implements RequestEvent {}

  /// The group of an open stage has not decided: another one may, too.
  record Escalated(int stage, Instant at) implements RequestEvent {}

  /// Somebody who may decide an open stage asks another group, too.
  record EscalatedBy(Widening widening) implements RequestEvent {
    @Override
    public Instant at() {
      return widening.at();
    }
  }

  /// Somebody who may decide has put the deadline off.
  ///
  /// @param deadline the new one
  record Extended(PersonId by, Instant deadline, Instant at) implements RequestEvent {}

  /// One person used break-glass in the place of the quorum.
  ///
  /// @param revision which they were shown
  /// @param action digest of the action that they were shown
  record GlassBroken(BrokenGlass glass, int revision, Digest action, Instant at)
      implements RequestEvent {}

  /// Somebody ended a use of break-glass before its grant was redeemed.
  record GlassEnded(PersonId by, Instant at) implements RequestEvent {}

  /// Every place of the group that decides has refused the card for too long.
  record ReachedNobody(Instant at) implements RequestEvent {}

  record WithdrawnByAgent(Instant at) implements RequestEvent {}

  /// A revision follows: it takes the place of a pending request, and answers one that was
  /// returned, has expired, or was approved and not made because its record had changed.
  record SupersededBy(ProposalId successor, Instant at) implements RequestEvent {}

  /// A grant for an approved request: the first, or one that replaces a grant that lapsed
  /// unredeemed.
  record GrantIssued(GrantId grant, Instant expiresAt, Instant at) implements RequestEvent {}

  /// The one-time authority is spent on this attempt; committed before any byte is sent.
  record GrantRedeemed(GrantId grant, ExecutionId attempt, Instant at) implements RequestEvent {}

  /// The attempt ended well, as the target itself said.
  ///
  /// @param left by what a record is known again that it made, archived or restored
  record ExecutionSucceeded(
      ExecutionId attempt,
      int status,
      Digest sent,
      Digest answer,
      Instant at,
      Optional<RecordMark> left)
      implements RequestEvent {
    public ExecutionSucceeded(
        ExecutionId attempt, int status, Digest sent, Digest answer, Instant at) {
      this(attempt, status, sent, answer, at, Optional.empty());
    }
  }

  /// The attempt ended without effect.
  record ExecutionFailed(ExecutionId attempt, String code, int status, Instant at)
      implements RequestEvent {}

  /// The attempt ended, or its worker was lost, and nobody knows whether it had an effect.
  record ExecutionLost(ExecutionId attempt, String code, int status, Instant at)
      implements RequestEvent {}

  /// A person looked in the target system for what nobody knew.
  ///
  /// @param happened whether the action had its effect
  /// @param note how they know, 1..[Execution.Reconciled#LONGEST_NOTE] UTF-16 units
  record ExecutionReconciled(PersonId by, boolean happened, String note, Instant at)
      implements RequestEvent {}

  /// What the target confirmed was read back there.
  ///
  /// @param code why nobody could look; only of [ReadBackFinding#NOT_READ]
  record ExecutionReadBack(
      ExecutionId attempt, ReadBackFinding finding, Optional<String> code, Instant at)
      implements RequestEvent {
    public ExecutionReadBack {
      if (code.isPresent() != (finding == ReadBackFinding.NOT_READ)) {
        throw new IllegalArgumentException("a code says why nobody could look, and nothing else");
      }
    }
  }

  /// A limit of its connection holds it back for more than a moment. Told once.
  record ExecutionWaits(Execution.Waiting waiting) implements RequestEvent {
    @Override
    public Instant at() {
      return waiting.since();
    }
  }

  /// A check before sending refused: the grant stays unredeemed and nothing was sent.
  record ExecutionBarred(String code, Instant at) implements RequestEvent {}

  /// The target was asked what it would make of a dry run.
  record ExecutionTriedOut(Execution.DryRun found) implements RequestEvent {
    @Override
    public Instant at() {
      return found.at();
    }
  }

  /// Approved, not to be executed here.
  record ExecutionSkipped(String reason, Instant at) implements RequestEvent {}
}
