package dev.countersign.sandbox;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Stands still until a test turns it.
public final class SettableClock implements InstantSource {
  public static final Instant START = Instant.ofEpochSecond(1_795_446_000);

  private volatile Instant now = START;

  @Override
  public Instant instant() {
    return now;
  }

  public void advance(Duration by) {
    now = now.plus(by);
  }
}
