package dev.countersign.app.worker;

/// Counts what went wrong behind commits.
@FunctionalInterface
public interface WorkerMetrics {
  /// There is such a worker: what it may fail at is known before it first does.
  default void joins(String worker) {}

  /// @param worker `show_card`, `execute` or the name of a ticker
  void failed(String worker);
}
