package dev.countersign.app.worker;

/// Counts what went wrong behind commits.
@FunctionalInterface
public interface WorkerMetrics {
  /// @param worker `show_card`, `execute` or the name of a ticker
  void failed(String worker);
}
