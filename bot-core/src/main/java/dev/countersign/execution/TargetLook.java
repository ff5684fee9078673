package dev.countersign.execution;

import java.time.Duration;
import java.util.List;

/// What a look at the target found, once it had confirmed an action. Looking changes nothing there.
public sealed interface TargetLook {

  /// What was approved stands there.
  record AsApproved() implements TargetLook {}

  /// Something else stands there, or nothing.
  ///
  /// @param where members of the action that are not there as approved, as JSON pointers, in its
  ///   order; empty where the record as a whole is not as it should be. Never a value
  record Differs(List<String> where) implements TargetLook {
    public Differs {
      where = List.copyOf(where);
    }
  }

  /// Nobody looked yet: as often as the connection lets, others were read back.
  ///
  /// @param pause after which it is worth asking again
  record NotYet(Duration pause) implements TargetLook {}

  /// Nobody can say.
  ///
  /// @param code stable, lower case, as of [Outcome.Failed]
  record NotRead(String code) implements TargetLook {}
}
