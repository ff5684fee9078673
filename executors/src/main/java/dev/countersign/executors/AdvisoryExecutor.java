package dev.countersign.executors;

import dev.countersign.execution.ActionExecutor;
import dev.countersign.execution.Inadmissible;
import dev.countersign.execution.Outcome;
import dev.countersign.execution.Turn;
import dev.countersign.proposal.Action;
import java.util.Optional;

/// Admits everything and sends nothing: the action is carried out elsewhere.
final class AdvisoryExecutor implements ActionExecutor {

  @Override
  public Optional<Inadmissible> check(Action action) {
    return Optional.empty();
  }

  @Override
  public Turn turn(Action action) {
    return Turn.free(_ -> new Outcome.Failed("advisory_only", 0));
  }
}
