package dev.countersign.bench;

import dev.countersign.execution.ActionExecutor;
import dev.countersign.execution.Order;
import dev.countersign.execution.Outcome;
import dev.countersign.execution.Turn;
import dev.countersign.json.Digest;
import dev.countersign.proposal.Action;
import java.util.Optional;

/// A target system that takes no time: what the gate itself takes is measured.
final class InstantTarget implements ActionExecutor {
  private static final int OK = 200;

  private volatile Runnable onNextSend = () -> {};

  /// Runs once, between the redemption of a grant and the report of its outcome.
  void onNextSend(Runnable look) {
    onNextSend = look;
  }

  @Override
  public Optional<Inadmissible> check(Action action) {
    return Optional.empty();
  }

  @Override
  public Turn turn(Action action) {
    return Turn.free(this::execute);
  }

  private Outcome execute(Order order) {
    Runnable look = onNextSend;
    onNextSend = () -> {};
    look.run();
    return new Outcome.Succeeded(OK, order.action().digest(), Digest.of(order.idempotencyKey()));
  }
}
