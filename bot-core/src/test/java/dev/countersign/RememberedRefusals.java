package dev.countersign;

import dev.countersign.ledger.RefusedAttempts;
import dev.countersign.refusal.RefusalBounds;
import dev.countersign.refusal.RefusedAttempt;
import dev.countersign.refusal.Trace;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Refused attempts in memory, within the same bounds.
public final class RememberedRefusals implements RefusedAttempts {
  private record Kept(RefusedAttempt attempt, Instant at) {}

  private final InstantSource clock;
  private final List<Kept> kept = new ArrayList<>();
  private final List<RefusedAttempt> told = new ArrayList<>();

  public RememberedRefusals(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized boolean note(RefusedAttempt attempt) {
    Instant after = clock.instant().minus(RefusalBounds.LATELY);
    Trace trace =
        RefusalBounds.of(
            attempt,
            kept.stream().filter(one -> one.at().isAfter(after)).map(Kept::attempt).toList());
    if (trace == Trace.NONE) {
      return false;
    }
    kept.add(new Kept(attempt, clock.instant()));
    if (trace == Trace.ALARM) {
      told.add(attempt);
    }
    return true;
  }

  /// Those that an entry would tell.
  public synchronized List<RefusedAttempt> entries() {
    return kept.stream().map(Kept::attempt).toList();
  }

  /// Those that operators would be told of.
  public synchronized List<RefusedAttempt> told() {
    return List.copyOf(told);
  }
}
