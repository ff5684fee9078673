package dev.countersign.execution;

/// How an attempt to execute ended, as it is counted.
public enum ExecutionEnd {
  SUCCEEDED,
  FAILED,
  UNKNOWN,
  /// Nothing was sent: a check before sending refused.
  BARRED,
  /// Nothing was sent: the stored record is not what its authentic entries say.
  UNSOUND;

  static ExecutionEnd of(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Succeeded _ -> SUCCEEDED;
      case Outcome.Failed _, Outcome.RecordChanged _ -> FAILED;
      case Outcome.Unknown _ -> UNKNOWN;
    };
  }
}
