package dev.countersign.bench;

import dev.countersign.execution.ActionExecutor;
import dev.countersign.execution.Inadmissible;
import dev.countersign.execution.Order;
import dev.countersign.execution.Outcome;
import dev.countersign.execution.Turn;
import dev.countersign.json.Digest;
import dev.countersign.proposal.Action;
import java.util.Optional;

/// A target system that takes no time: what the gate itself takes is measured.
final class InstantTarget implements ActionExecutor {
  private static final int OK = 200;

  @Override
  public Optional<Inadmissible> check(Action action) {
    return Optional.empty();
  }

  @Override
  public Turn turn(Action action) {
    return Turn.free(InstantTarget::execute);
  }

  private static Outcome execute(Order order) {
    return new Outcome.Succeeded(OK, order.action().digest(), Digest.of(order.idempotencyKey()));
  }
}
