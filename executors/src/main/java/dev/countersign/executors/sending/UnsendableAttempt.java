package dev.countersign.executors.sending;

import dev.countersign.execution.Outcome;

/// What turned out not to be sendable before anything was sent.
///
/// @param code why
public record UnsendableAttempt(String code) implements SendAttempt {
  @Override
  public Outcome run() {
    return new Outcome.Failed(code, 0);
  }

  @Override
  public Outcome abandon(String other) {
    return run();
  }
}
