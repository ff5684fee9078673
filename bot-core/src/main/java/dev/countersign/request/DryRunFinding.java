package dev.countersign.request;

/// What a target was found to make of an action that is not carried out.
public enum DryRunFinding {
  /// As it stands there now, the action would be carried out.
  WOULD_WORK,
  /// It would have no effect.
  WOULD_FAIL,
  /// The target could not be asked.
  NOT_TRIED
}
