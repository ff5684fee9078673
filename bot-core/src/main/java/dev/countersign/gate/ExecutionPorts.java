package dev.countersign.gate;

import dev.countersign.execution.ActionExecutor;
import dev.countersign.execution.KeptOutcomes;
import dev.countersign.execution.Patience;

/// How approved actions run.
///
/// @param patience how long a worker stays with one execution
/// @param keptOutcomes where what the ledger does not take outlasts this process
public record ExecutionPorts(
    ActionExecutor executor, Patience patience, KeptOutcomes keptOutcomes) {

  /// Where nothing outlasts it.
  public ExecutionPorts(ActionExecutor executor, Patience patience) {
    this(executor, patience, KeptOutcomes.NONE);
  }
}
