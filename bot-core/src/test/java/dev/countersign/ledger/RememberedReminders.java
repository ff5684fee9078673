package dev.countersign.ledger;

import dev.countersign.proposal.ProposalId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Who was reminded, in memory.
public final class RememberedReminders implements RetrospectiveReminders {
  private final InstantSource clock;
  private final Map<Key, Row> rows = new HashMap<>();

  public RememberedReminders(InstantSource clock) {
    this.clock = clock;
  }

  private record Key(ProposalId request, ReminderMoment moment, String target) {}

  private record Row(int tries, Instant due, boolean done) {}

  @Override
  public synchronized Map<String, Integer> take(
      ProposalId request, ReminderMoment moment, Set<String> targets) {
    Map<String, Integer> taken = new HashMap<>();
    for (String target : targets) {
      Key key = new Key(request, moment, target);
      Row row = rows.getOrDefault(key, new Row(0, Instant.MIN, false));
      if (!row.done() && !row.due().isAfter(clock.instant()) && row.tries() < MOST_TRIES) {
        Duration pause = Duration.ofMinutes(Math.min(240, 1L << row.tries()));
        rows.put(key, new Row(row.tries() + 1, clock.instant().plus(pause), false));
        taken.put(target, row.tries() + 1);
      }
    }
    return taken;
  }

  @Override
  public synchronized void done(ProposalId request, ReminderMoment moment, String target) {
    rows.computeIfPresent(
        new Key(request, moment, target), (_, row) -> new Row(row.tries(), row.due(), true));
  }
}
