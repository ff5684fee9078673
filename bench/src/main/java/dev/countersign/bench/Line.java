package dev.countersign.bench;

/// One line of the report.
///
/// @param work what an item is: a lifecycle, or one step of it
/// @param by who did it, in which way
/// @param callers how many worked at once
record Line(String work, String by, int callers, Measurement measured) {
  /// All steps, from the proposal to the execution.
  static final String LIFECYCLE = "lifecycle";
}
