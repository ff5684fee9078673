package dev.countersign.executors.sending;

import dev.countersign.execution.Turn;

/// One look at a target, which has no effect there.
///
/// @param <F> what it finds
public interface LookAttempt<F> {

  /// Runs to the end or until [#giveUp] cuts it short. Call once. Never throws for anything the
  /// target or the network does.
  F run();

  /// Ends it from outside, at whatever point it is.
  ///
  /// @param code why
  F giveUp(String code);

  /// What is said where it has to wait for others.
  default F notYet(Turn.Later later) {
    return notBegun(later.code());
  }

  /// What is said where it is not even begun.
  ///
  /// @param code why
  F notBegun(String code);
}
