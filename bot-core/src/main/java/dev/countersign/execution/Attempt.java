package dev.countersign.execution;

import dev.countersign.proposal.Action;
import dev.countersign.request.ExecutionId;
import java.util.Optional;

/// One try to run: its id, and the turn that it took, which goes back unless something is sent.
final class Attempt implements AutoCloseable {
  private final ExecutionId id;
  private Optional<Turn.Taken> turn = Optional.empty();

  Attempt(ExecutionId id) {
    this.id = id;
  }

  ExecutionId id() {
    return id;
  }

  /// Takes a turn unless it has one.
  ///
  /// @return why it has none
  Optional<Turn.Later> takeTurn(ActionExecutor executor, Action action) {
    if (turn.isEmpty()) {
      switch (executor.turn(action)) {
        case Turn.Later later -> {
          return Optional.of(later);
        }
        case Turn.Taken taken -> turn = Optional.of(taken);
      }
    }
    return Optional.empty();
  }

  Outcome execute(Order order) {
    return turn.orElseThrow().execute(order);
  }

  @Override
  public void close() {
    turn.ifPresent(Turn.Taken::close);
  }
}
