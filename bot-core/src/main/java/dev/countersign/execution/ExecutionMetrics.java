package dev.countersign.execution;

import dev.countersign.request.ReadBackFinding;
import java.time.Duration;

/// Counts executions by connection and how they ended.
public interface ExecutionMetrics {

  void ended(String connection, ExecutionEnd end, Duration took);

  /// An approved action waits for a limit of its connection.
  ///
  /// @param code that of a [Turn.Later]
  void putOff(String connection, String code);

  /// What a target had confirmed was looked at.
  void readBack(String connection, ReadBackFinding finding);
}
