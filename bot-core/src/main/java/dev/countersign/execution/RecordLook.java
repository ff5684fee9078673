package dev.countersign.execution;

import dev.countersign.proposal.RecordImage;
import java.time.Duration;

/// What a target shows of a record before people are asked about a change of it. Looking changes
/// nothing there.
public sealed interface RecordLook {

  /// @param image the fields that the change is about; with a version where the change is of that
  ///   very version
  record Held(RecordImage image) implements RecordLook {}

  /// Nobody can be asked about this change: the record is not there, not as the agent says, or
  /// cannot be changed safely.
  record Not(Inadmissible why) implements RecordLook {}

  /// Nobody looked: the connection has a bound for how often, for this agent or for all, and it is
  /// reached. Nothing was taken.
  ///
  /// @param pause after which it is worth asking again
  record NotYet(Duration pause) implements RecordLook {}

  /// Nobody can say by now.
  ///
  /// @param code stable, lower case, as of [Outcome.Failed]
  record NotRead(String code) implements RecordLook {}
}
