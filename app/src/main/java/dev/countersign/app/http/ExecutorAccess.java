package dev.countersign.app.http;

import dev.countersign.execution.OutsideDesk;
import dev.countersign.token.ExecutorKey;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/// What executors outside of the gate may ask, and by what they are known.
///
/// @param keys those of an executor, by its name; none for an unknown one. Without asking anybody,
///   so that a key which was taken out a moment ago may be among them
/// @param keysInForce the same by what is in force at this moment
public record ExecutorAccess(
    OutsideDesk desk,
    Function<String, List<ExecutorKey>> keys,
    Function<String, List<ExecutorKey>> keysInForce,
    Nonces nonces) {

  /// Which signed requests were taken, on whichever replica.
  @FunctionalInterface
  public interface Nonces {

    /// @param remembered for at least how long it is known that it was taken
    /// @return false when it was taken before
    boolean take(String executor, String nonce, Duration remembered);
  }
}
