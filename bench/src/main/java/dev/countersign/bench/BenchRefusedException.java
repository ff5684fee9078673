package dev.countersign.bench;

/// The bench will not run here; the message says why.
public final class BenchRefusedException extends RuntimeException {
  BenchRefusedException(String message) {
    super(message);
  }
}
