package dev.countersign.execution;

import java.time.Duration;

/// Counts executions by connection and how they ended.
public interface ExecutionMetrics {

  void ended(String connection, ExecutionEnd end, Duration took);

  /// An approved action waits for a limit of its connection.
  ///
  /// @param code that of a [Turn.Later]
  void putOff(String connection, String code);
}
