package dev.countersign.clockwork;

import dev.countersign.audit.EventCodec;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.CardOrders;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Step;
import dev.countersign.ledger.Steps;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RequestEvent.DeadlinePassed;
import dev.countersign.request.Transition;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends what nobody decided in time. Safe to run at the same moment on every replica: the first
/// commit wins.
public final class ExpirySweep {
  /// How many requests one run looks at; the rest wait for the next.
  static final int BATCH = 200;

  /// How many that cannot be ended are looked past; more of them take their places in the batch.
  static final int MOST_STUCK = 1_000;

  private static final Logger log = LoggerFactory.getLogger(ExpirySweep.class);

  private final Ledger ledger;
  private final Steps steps;
  private final Set<ProposalId> stuck = ConcurrentHashMap.newKeySet();

  public ExpirySweep(Ledger ledger, Steps steps) {
    this.ledger = ledger;
    this.steps = steps;
  }

  /// @return how many requests this run ended
  public int run() {
    int ended = 0;
    for (ProposalId id : ledger.overdue(BATCH + stuck.size())) {
      if (ends(id)) {
        log.info("{} expired; nobody decided", id);
        ended++;
      }
    }
    return ended;
  }

  /// One that cannot be read or ended keeps no other from ending; it is told once and tried on.
  private boolean ends(ProposalId id) {
    try {
      boolean ended = steps.run(id, this::step).orElse(false);
      stuck.remove(id);
      return ended;
    } catch (LedgerUnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      if (stuck.size() < MOST_STUCK && stuck.add(id)) {
        log.error(
            "{} is overdue and cannot be ended ({}); run countersign verify",
            id,
            e.getClass().getSimpleName());
      }
      return false;
    }
  }

  private Step<Boolean> step(RequestRecord record) {
    DeadlinePassed event = new DeadlinePassed(record.now());
    return switch (Transition.apply(record.request(), event)) {
      case Transition.Result.Refused _ -> Step.nothing(false);
      case Transition.Result.Moved(var next) ->
          Step.on(record)
              .moving(next, EventCodec.fact(event, "clock", JsonObject.EMPTY))
              .ordering(CardOrders.onceDecided(record.cards()))
              .answering(true);
    };
  }
}
