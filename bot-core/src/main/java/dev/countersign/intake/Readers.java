package dev.countersign.intake;

import dev.countersign.execution.ActionExecutor;
import dev.countersign.execution.ReadersLook;
import dev.countersign.intake.IntakeResult.Declined;
import dev.countersign.people.Agent;
import dev.countersign.proposal.ProposalDraft;
import java.time.Duration;
import java.util.Optional;

/// Who would read a message, asked of the chat where its connection allows some alone: never taken
/// from what the agent says of its audience.
final class Readers {
  private static final Duration AGAIN = Duration.ofSeconds(10);

  private final ActionExecutor executor;

  Readers(ActionExecutor executor) {
    this.executor = executor;
  }

  boolean areAsked(ProposalDraft draft) {
    return executor.asksWhoReads(draft.action());
  }

  /// Asks the chat, as often as its connection lets this agent. Only where they [#areAsked].
  Optional<Declined> whyNot(Agent agent, ProposalDraft draft) {
    return switch (executor.whoReads(draft.action(), agent.id())) {
      case ReadersLook.Allowed() -> Optional.empty();
      case ReadersLook.Not(var why) -> Optional.of(IntakeWords.inadmissible(why));
      case ReadersLook.NotRead(var code) -> Optional.of(IntakeWords.readersNotTold(code, AGAIN));
    };
  }
}
