package dev.countersign.breakglass;

import dev.countersign.proposal.PersonId;
import java.util.Optional;

/// One thing that a use of break-glass depends on, as a drill found it.
///
/// @param person whom it is about; empty where it is about all of them
/// @param said what was found, in a sentence without its full stop
/// @param todo what to do about it, in the same way; empty where nothing is to be done
public record DrillFinding(
    Subject subject, Status status, Optional<PersonId> person, String said, String todo) {

  /// What it is about, in the order in which a use would meet it.
  public enum Subject {
    DATABASE,
    CONSOLE,
    ALERTS,
    FREEZE,
    HOLDERS,
    ACCOUNT,
    PASSKEY,
    USES,
    REVIEWER,
    ENDING
  }

  /// What it means for a use of break-glass now.
  public enum Status {
    OK,
    /// It would work, and less well than it should.
    WEAK,
    WOULD_FAIL
  }

  static DrillFinding ok(Subject subject, Optional<PersonId> person, String said) {
    return new DrillFinding(subject, Status.OK, person, said, "");
  }

  static DrillFinding weak(Subject subject, Optional<PersonId> person, String said, String todo) {
    return new DrillFinding(subject, Status.WEAK, person, said, todo);
  }

  static DrillFinding fails(Subject subject, Optional<PersonId> person, String said, String todo) {
    return new DrillFinding(subject, Status.WOULD_FAIL, person, said, todo);
  }

  boolean isFailure() {
    return status == Status.WOULD_FAIL;
  }
}
