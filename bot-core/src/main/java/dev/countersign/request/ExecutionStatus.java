package dev.countersign.request;

import dev.countersign.request.Execution.Failed;
import dev.countersign.request.Execution.Granted;
import dev.countersign.request.Execution.NotGranted;
import dev.countersign.request.Execution.Reconciled;
import dev.countersign.request.Execution.Running;
import dev.countersign.request.Execution.Skipped;
import dev.countersign.request.Execution.Succeeded;
import dev.countersign.request.Execution.Unknown;

/// An [Execution] in one word, as rows keep it.
public enum ExecutionStatus {
  NOT_GRANTED,
  GRANTED,
  RUNNING,
  SUCCEEDED,
  FAILED,
  UNKNOWN,
  RECONCILED,
  SKIPPED;

  public static ExecutionStatus of(Execution execution) {
    return switch (execution) {
      case NotGranted _ -> NOT_GRANTED;
      case Granted _ -> GRANTED;
      case Running _ -> RUNNING;
      case Succeeded _ -> SUCCEEDED;
      case Failed _ -> FAILED;
      case Unknown _ -> UNKNOWN;
      case Reconciled _ -> RECONCILED;
      case Skipped _ -> SKIPPED;
    };
  }
}
