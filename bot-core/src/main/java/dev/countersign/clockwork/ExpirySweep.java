package dev.countersign.clockwork;

import dev.countersign.audit.EventCodec;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.CardOrders;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Step;
import dev.countersign.ledger.Steps;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RequestEvent.DeadlinePassed;
import dev.countersign.request.Transition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends what nobody decided in time. Safe to run at the same moment on every replica: the first
/// commit wins.
public final class ExpirySweep {
  /// How many requests one run looks at; the rest wait for the next.
  static final int BATCH = 200;

  private static final Logger log = LoggerFactory.getLogger(ExpirySweep.class);

  private final Ledger ledger;
  private final Steps steps;
  private final CardOrders cards;

  public ExpirySweep(Ledger ledger, Steps steps, CardOrders cards) {
    this.ledger = ledger;
    this.steps = steps;
    this.cards = cards;
  }

  /// @return how many requests this run ended
  public int run() {
    int ended = 0;
    for (ProposalId id : ledger.overdue(BATCH)) {
      if (steps.run(id, this::step).orElse(false)) {
        log.info("{} expired; nobody decided", id);
        ended++;
      }
    }
    return ended;
  }

  private Step<Boolean> step(RequestRecord record) {
    DeadlinePassed event = new DeadlinePassed(record.now());
    return switch (Transition.apply(record.request(), event)) {
      case Transition.Result.Refused _ -> Step.nothing(false);
      case Transition.Result.Moved(var next) ->
          Step.on(record)
              .moving(next, EventCodec.fact(event, "clock", JsonObject.EMPTY))
              .ordering(cards.forChange(next, record.cards()))
              .answering(true);
    };
  }
}
