package dev.countersign.bench;

import java.sql.SQLException;

/// The databases of gate and partner, and the meter of each.
record Grounds(BenchDatabase gate, Meter gateMeter, BenchDatabase split, Meter splitMeter)
    implements AutoCloseable {

  static Grounds of(BenchServer server, BenchDatabase gate, BenchDatabase split)
      throws SQLException {
    return new Grounds(
        gate, Meter.of(gate, server.postmaster()), split, Meter.of(split, server.postmaster()));
  }

  /// So that what one round left undone is not done, nor counted against a budget, in the next.
  void forgetOpen() throws SQLException {
    gate.forgetOpen();
  }

  @Override
  public void close() throws SQLException {
    gateMeter.close();
    splitMeter.close();
  }
}
