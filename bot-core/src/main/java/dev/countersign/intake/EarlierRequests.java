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
import dev.countersign.proposal.Proposal;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RequestEvent.SupersededBy;
import dev.countersign.request.RequestState;
import dev.countersign.request.Transition;
import java.util.Optional;
import java.util.Set;

/// What a proposal has to do with an earlier one: it repeats it under the same key, it is identical
/// to one that is pending, or it takes its place.
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

  /// Ends the request whose place this proposal takes.
  ///
  /// @return empty when there is no pending request of this agent by that id
  /// @throws dev.countersign.ledger.UnsoundRecordException when its rows are not what its entries
  ///   say
  Optional<Commit> supersede(ProposalId superseded, Proposal successor) {
    return ledger
        .find(superseded)
        .filter(earlier -> earlier.proposal().agent().equals(successor.agent()))
        .flatMap(earlier -> {
          Optional<Commit> commit = supersede(earlier, successor.id()).commit();
          if (commit.isPresent()) {
            soundness.require(earlier, ledger.audit(superseded));
          }
          return commit;
        });
  }

  private static Step<Boolean> supersede(RequestRecord earlier, ProposalId successor) {
    SupersededBy event = new SupersededBy(successor, earlier.now());
    return switch (Transition.apply(earlier.request(), event)) {
      case Transition.Result.Refused _ -> Step.nothing(false);
      case Transition.Result.Moved(var next) ->
          Step.on(earlier)
              .moving(
                  next,
                  EventCodec.fact(event, "agent:" + earlier.proposal().agent(), JsonObject.EMPTY))
              .ordering(CardOrders.onceDecided(earlier.cards()))
              .answering(true);
    };
  }
}
