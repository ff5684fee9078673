package dev.countersign.intake;

import dev.countersign.execution.ActionExecutor;
import dev.countersign.execution.RecordLook;
import dev.countersign.intake.IntakeResult.Declined;
import dev.countersign.people.Agent;
import dev.countersign.proposal.ProposalDraft;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/// What a record holds before it is changed, read by the gate where its connection can: people
/// decide by that, and never by what the agent says of it.
final class BeforeValues {
  private static final Duration AGAIN = Duration.ofSeconds(10);

  private final ActionExecutor executor;
  private final InstantSource clock;

  BeforeValues(ActionExecutor executor, InstantSource clock) {
    this.executor = executor;
    this.clock = clock;
  }

  sealed interface Read {
    /// The draft, from what was read.
    record Of(ProposalDraft draft) implements Read {}

    record Not(Declined why) implements Read {}
  }

  boolean areRead(ProposalDraft draft) {
    return executor.readsFirst(draft.action());
  }

  /// Asks the target, as often as its connection lets this agent. Only where they [#areRead].
  Read read(Agent agent, ProposalDraft draft) {
    return switch (executor.readFirst(draft.action(), agent.id())) {
      case RecordLook.Not(var why) -> new Read.Not(IntakeWords.inadmissible(why));
      case RecordLook.NotYet(var pause) -> new Read.Not(IntakeWords.readTooOften(pause));
      case RecordLook.NotRead(var code) -> new Read.Not(IntakeWords.notRead(code, AGAIN));
      case RecordLook.Held(var image) ->
          draft
              .from(image, clock.instant().truncatedTo(ChronoUnit.SECONDS))
              .<Read>map(Read.Of::new)
              .orElseGet(() -> new Read.Not(IntakeWords.actionTooLarge()));
    };
  }
}
