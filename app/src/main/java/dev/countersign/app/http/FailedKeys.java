package dev.countersign.app.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// How many wrong keys one address may show: a few at once, then one now and then. A genuine key is
/// never counted and never refused for what others of its address show, so that agents behind one
/// proxy do not shut each other out. What comes beyond the limit is not worth a question to the
/// database, see [KnownSecrets].
final class FailedKeys {
  static final int MOST = 20;
  static final Duration SPAN = Duration.ofMinutes(1);

  /// Addresses remembered; the one that failed first is forgotten first.
  static final int REMEMBERED = 10_000;

  private final LongSupplier nanos;
  private final Map<String, Failed> failed =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failed> eldest) {
          return size() > REMEMBERED;
        }
      };

  private record Failed(long since, int times) {}

  /// @param nanos a monotonic nanosecond counter
  FailedKeys(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /// Whether one more wrong key would be one too many; counts nothing.
  synchronized boolean isFull(String address) {
    Failed known = failed.get(address);
    return known != null && known.times() >= MOST && !isOver(known, nanos.getAsLong());
  }

  /// Counts one wrong key.
  ///
  /// @return how long to wait before the next, when this is one too many
  synchronized Optional<Duration> count(String address) {
    long now = nanos.getAsLong();
    Failed before = failed.get(address);
    Failed after =
        before == null || isOver(before, now)
            ? new Failed(now, 1)
            : new Failed(before.since(), before.times() + 1);
    failed.put(address, after);
    return after.times() > MOST
        ? Optional.of(SPAN.minusNanos(now - after.since()))
        : Optional.empty();
  }

  /// At the very end of its span it is over: whoever waited as long as they were told begins anew.
  private static boolean isOver(Failed failed, long now) {
    return now - failed.since() >= SPAN.toNanos();
  }
}
