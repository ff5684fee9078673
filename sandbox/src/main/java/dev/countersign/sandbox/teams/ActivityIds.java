package dev.countersign.sandbox.teams;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/// Message ids are the millisecond, kept unique and increasing while the clock stands still or goes
/// back; invokes have ids of their own kind.
final class ActivityIds {
  private final InstantSource clock;
  private final AtomicLong last = new AtomicLong();

  ActivityIds(InstantSource clock) {
    this.clock = clock;
  }

  String next() {
    long now = clock.instant().toEpochMilli();
    return Long.toString(last.updateAndGet(before -> Math.max(before + 1, now)));
  }

  String nextInvoke() {
    return "f:" + next();
  }
}
