package dev.countersign.intake;

import dev.countersign.audit.EventCodec;
import dev.countersign.intake.IntakeResult.Recorded;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.CardOrders;
import dev.countersign.ledger.Commit;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.OpenResult;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Soundness;
import dev.countersign.ledger.Step;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Proposal;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.RequestEvent.SupersededBy;
import dev.countersign.request.RequestState;
import dev.countersign.request.Transition;
import java.util.Optional;
import java.util.Set;

/// What a proposal has to do with an earlier one: it repeats it under the same key, it is identical
/// to one that is pending, or it revises it.
final class EarlierRequests {
  /// A chain longer than this notes no more proposals that were attached; they stay in the metrics.
  static final int MOST_ENTRIES = 200;

  private final Ledger ledger;
  private final Soundness soundness;

  EarlierRequests(Ledger ledger, Soundness soundness) {
    this.ledger = ledger;
    this.soundness = soundness;
  }

  /// What was answered to the same key before. A repeat that supersedes finds its target superseded
  /// by itself; the key tells it from a conflict.
  Optional<IntakeResult> repeated(Optional<Opening.Idempotency> idempotency) {
    return idempotency
        .flatMap(ledger::opened)
        .map(earlier ->
            earlier instanceof OpenResult.Replayed(var id, var attached)
                ? new Recorded(id, true, attached)
                : IntakeWords.keyReused());
  }

  /// Lets a pending request stand for a proposal of the same likeness.
  ///
  /// @return empty when it moved meanwhile, or was ruled otherwise; then it is passed over from now
  ///   on
  Optional<IntakeResult> attach(
      ProposalId pending,
      Prospect prospect,
      Optional<Opening.Idempotency> idempotency,
      Set<ProposalId> passedOver) {
    Proposal proposal = prospect.proposal();
    Optional<RequestRecord> waiting =
        ledger
            .find(pending)
            .filter(record -> record.request().state() instanceof RequestState.Pending)
            .filter(record -> record.proposal().agent().equals(proposal.agent()));
    if (waiting.isPresent() && !Likeness.mayStandFor(waiting.get(), proposal, prospect.ruling())) {
      passedOver.add(pending);
      return Optional.empty();
    }
    return waiting.flatMap(record ->
        switch (ledger.attach(pending, again(record, proposal).commit(), idempotency)) {
          case OpenResult.Attached _ -> Optional.of(new Recorded(pending, false, true));
          case OpenResult.Replayed(var earlier, var attached) ->
              Optional.of(new Recorded(earlier, true, attached));
          case OpenResult.KeyReused _ -> Optional.of(IntakeWords.keyReused());
          case OpenResult.Overtaken _,
              OpenResult.Opened _,
              OpenResult.Identical _,
              OpenResult.UsedUp _,
              OpenResult.OverBudget _,
              OpenResult.AskedTooOften _ ->
              Optional.empty();
        });
  }

  private static Step<Boolean> again(RequestRecord record, Proposal proposal) {
    return record.head().seq() >= MOST_ENTRIES
        ? Step.nothing(false)
        : Step.on(record).noting(OpeningFacts.proposedAgain(proposal)).answering(true);
  }

  /// The request of this agent that a revision may follow: pending, or returned or expired and not
  /// followed yet.
  Optional<RequestRecord> revisable(ProposalId id, AgentId agent, Optional<Preparing> preparing) {
    return ledger
        .find(id)
        .filter(record -> record.proposal().agent().equals(agent))
        .filter(record -> isFollowedBy(record, preparing))
        .filter(record -> next(record, id).isPresent());
  }

  /// Once it is approved, nobody but the gate asks about it anew.
  private static boolean isFollowedBy(RequestRecord record, Optional<Preparing> preparing) {
    return !(record.request().state() instanceof RequestState.Approved)
        || preparing.filter(by -> by instanceof ChangedRecord).isPresent();
  }

  /// Tells a request what follows it, which ends it if it was pending. Who edits it does so before
  /// its deadline.
  ///
  /// @param before as [#revisable] gave it
  /// @throws dev.countersign.ledger.UnsoundRecordException when its rows are not what its entries
  ///   say
  Commit follow(RequestRecord before, ProposalId successor, Optional<Preparing> preparing) {
    soundness.require(before, ledger.audit(before.request().id()));
    return followed(before, successor, preparing).commit().orElseThrow();
  }

  private static Step<ProposalId> followed(
      RequestRecord before, ProposalId successor, Optional<Preparing> preparing) {
    Step.Draft draft =
        Step.on(before)
            .moving(
                next(before, successor).orElseThrow(),
                EventCodec.fact(
                    new SupersededBy(successor, before.now()),
                    preparing.map(Preparing::actor).orElse("agent:" + before.proposal().agent()),
                    JsonObject.EMPTY))
            .ordering(CardOrders.onceDecided(before));
    preparing.flatMap(by -> by.until(before)).ifPresent(draft::before);
    return draft.answering(successor);
  }

  private static Optional<ApprovalRequest> next(RequestRecord before, ProposalId successor) {
    return Transition.apply(before.request(), new SupersededBy(successor, before.now()))
            instanceof Transition.Result.Moved(var next)
        ? Optional.of(next)
        : Optional.empty();
  }
}
