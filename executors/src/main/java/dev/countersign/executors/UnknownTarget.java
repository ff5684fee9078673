package dev.countersign.executors;

import dev.countersign.execution.ActionExecutor;
import dev.countersign.execution.Inadmissible;
import dev.countersign.execution.Outcome;
import dev.countersign.execution.ReadersLook;
import dev.countersign.execution.RecordLook;
import dev.countersign.execution.TargetLook;
import dev.countersign.execution.TargetTrial;
import dev.countersign.execution.Turn;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.AgentId;
import java.util.Optional;

/// Stands where no connection has the name: admits nothing, asks nothing and sends nothing. It may
/// be asked all the same, where the connection was taken away since people approved.
final class UnknownTarget implements ActionExecutor {
  private static final String CODE = "unknown_target_system";

  @Override
  public Optional<Inadmissible> check(Action action) {
    return Optional.of(
        new Inadmissible(
            CODE,
            "/target_system",
            "no connection is registered by this name: use one of connections.yaml, or have it"
                + " added"));
  }

  @Override
  public Turn turn(Action action) {
    return Turn.free(_ -> new Outcome.Failed(CODE, 0));
  }

  @Override
  public RecordLook readFirst(Action action, AgentId agent) {
    return new RecordLook.NotRead(CODE);
  }

  @Override
  public ReadersLook whoReads(Action action, AgentId agent) {
    return new ReadersLook.NotRead(CODE);
  }

  @Override
  public TargetLook readBack(Action action) {
    return new TargetLook.NotRead(CODE);
  }

  @Override
  public TargetTrial tryOut(Action action) {
    return TargetTrial.notTried(CODE);
  }
}
