package dev.countersign.execution;

import java.time.Duration;

/// Counts executions by connection and how they ended.
public interface ExecutionMetrics {

  /// @param status `succeeded`, `failed`, `unknown` or `barred`
  void ended(String connection, String status, Duration took);

  /// An approved action waits for a limit of its connection.
  ///
  /// @param code that of a [Turn.Later]
  void putOff(String connection, String code);
}
