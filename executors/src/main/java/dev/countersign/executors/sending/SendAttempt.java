package dev.countersign.executors.sending;

import dev.countersign.execution.Outcome;

/// One send: to one target, once.
public interface SendAttempt {

  /// Runs to the end or until [#abandon] cuts it short. Call once.
  Outcome run();

  /// Ends it from outside, at whatever point it is.
  ///
  /// @param code what to call it when it may have had an effect; with `_before_send` behind it
  ///   otherwise
  Outcome abandon(String code);
}
