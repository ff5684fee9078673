package dev.countersign.executors.external;

import dev.countersign.execution.ActionExecutor;
import dev.countersign.execution.Outcome;
import dev.countersign.execution.Turn;
import dev.countersign.executors.connection.ExternalConnection;
import dev.countersign.executors.sending.NotBefore;
import dev.countersign.json.WireName;
import dev.countersign.proposal.Action;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the gate checks of actions that an executor outside carries out. It sends nothing.
public final class ExternalExecutor implements ActionExecutor {
  private final ExternalConnection connection;
  private final InstantSource clock;

  public ExternalExecutor(ExternalConnection connection, InstantSource clock) {
    this.connection = connection;
    this.clock = clock;
  }

  @Override
  public Optional<Inadmissible> check(Action action) {
    return connection.classes().contains(action.actionClass())
        ? NotBefore.check(action)
        : Optional.of(
            new Inadmissible(
                "class_not_executable",
                "/proposed_changes/class",
                "the executor of this connection carries out actions of class "
                    + connection.classes().stream()
                        .map(WireName::of)
                        .sorted()
                        .collect(Collectors.joining(", "))
                    + " only"));
  }

  /// How many it carries out at once is its own affair.
  @Override
  public Turn turn(Action action) {
    return NotBefore.later(action, clock)
        .<Turn>map(later -> later)
        .orElseGet(() -> Turn.free(_ -> new Outcome.Failed("executed_elsewhere", 0)));
  }
}
