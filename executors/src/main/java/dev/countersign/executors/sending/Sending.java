package dev.countersign.executors.sending;

import dev.countersign.execution.Inadmissible;
import dev.countersign.execution.Order;
import dev.countersign.proposal.Action;
import java.util.Optional;

/// What one kind of connection does with an order that has its turn.
public interface Sending {

  /// As [dev.countersign.execution.ActionExecutor#check].
  Optional<Inadmissible> check(Action action);

  /// Prepares to send, without touching the network. Of an order that [#check] has passed, and
  /// whose idempotency key is printable ASCII.
  SendAttempt attempt(Order order);

  /// Whether the target takes the order's idempotency key, so that sending the same bytes once more
  /// has no second effect. By default not.
  default boolean repeats(Order order) {
    return false;
  }
}
