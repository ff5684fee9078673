package dev.countersign.ledger;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Counts sends of one process, by its clock.
public final class InMemorySendCounts implements SendCounts {
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final Duration SOON = Duration.ofMillis(200);

  private final InstantSource clock;
  private final Map<String, Send> sends = new LinkedHashMap<>();
  private final Map<String, Instant> queue = new HashMap<>();

  public InMemorySendCounts(InstantSource clock) {
    this.clock = clock;
  }

  private record Send(String connection, Instant at, Instant underWay) {}

  @Override
  public synchronized Answer count(Count counted, String send, Most most) {
    String connection = counted.name();
    Instant now = clock.instant();
    List<Send> own =
        sends.values().stream().filter(each -> each.connection().equals(connection)).toList();
    if (own.stream().filter(each -> each.underWay().isAfter(now)).count()
        >= most.underWay().orElse(Integer.MAX_VALUE)) {
      return new Answer.Busy(SOON);
    }
    if (most.rate().isPresent()) {
      Rate rate = most.rate().get();
      List<Instant> latest =
          own.stream().map(Send::at).sorted(Comparator.reverseOrder()).limit(rate.sends()).toList();
      Instant room = latest.isEmpty() ? now : latest.getLast().plus(rate.per());
      if (latest.size() == rate.sends() && room.isAfter(now)) {
        Instant after =
            queue
                .getOrDefault(connection, Instant.MIN.plus(rate.per()))
                .plus(rate.per().dividedBy(rate.sends()));
        Instant next = after.isAfter(room) ? after : room;
        Instant last = now.plus(LONGEST_PAUSE);
        queue.put(connection, next.isAfter(last) ? last : next);
        return new Answer.UsedUp(Duration.between(now, queue.get(connection)));
      }
    }
    sends.put(send, new Send(connection, now, now.plus(most.longest())));
    return new Answer.Counted();
  }

  @Override
  public synchronized void takeBack(String send) {
    sends.remove(send);
  }

  @Override
  public synchronized void ended(String send) {
    sends.computeIfPresent(send, (_, was) -> new Send(was.connection(), was.at(), Instant.MIN));
  }
}
