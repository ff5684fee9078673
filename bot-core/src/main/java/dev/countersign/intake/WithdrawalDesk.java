package dev.countersign.intake;

import dev.countersign.audit.EventCodec;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.CardOrders;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Step;
import dev.countersign.ledger.Steps;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RequestEvent.WithdrawnByAgent;
import dev.countersign.request.RequestState;
import dev.countersign.request.Transition;

/// Lets an agent take back what it proposed, as long as nobody has decided.
public final class WithdrawalDesk {
  private final Steps steps;

  public WithdrawalDesk(Steps steps) {
    this.steps = steps;
  }

  public enum Result {
    WITHDRAWN,
    /// No such request of this agent.
    UNKNOWN,
    /// Decided before; it stays as it is.
    DECIDED
  }

  /// Withdrawing twice is answered like once.
  public Result withdraw(AgentId agent, ProposalId id) {
    return steps.run(id, record -> step(agent, record)).orElse(Result.UNKNOWN);
  }

  private Step<Result> step(AgentId agent, RequestRecord record) {
    if (!record.proposal().agent().equals(agent)) {
      return Step.nothing(Result.UNKNOWN);
    }
    if (record.request().state() instanceof RequestState.Withdrawn) {
      return Step.nothing(Result.WITHDRAWN);
    }
    WithdrawnByAgent event = new WithdrawnByAgent(record.now());
    return switch (Transition.apply(record.request(), event)) {
      case Transition.Result.Refused _ -> Step.nothing(Result.DECIDED);
      case Transition.Result.Moved(var next) ->
          Step.on(record)
              .moving(next, EventCodec.fact(event, "agent:" + agent, JsonObject.EMPTY))
              .ordering(CardOrders.onceDecided(record))
              .answering(Result.WITHDRAWN);
    };
  }
}
