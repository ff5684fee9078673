package dev.countersign.sandbox.slack;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Stands still until a test turns it.
final class SettableClock implements InstantSource {
  static final Instant START = Instant.ofEpochSecond(1_795_446_000);

  private volatile Instant now = START;

  @Override
  public Instant instant() {
    return now;
  }

  void advance(Duration by) {
    now = now.plus(by);
  }
}
