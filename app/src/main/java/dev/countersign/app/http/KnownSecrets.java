package dev.countersign.app.http;

import java.time.Duration;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The hashes of all secrets that are stored, as of a moment ago: a flood of wrong keys costs the
/// database one question in that time, however many come. It lets nobody in; whoever is in it is
/// asked about all the same.
final class KnownSecrets {
  /// How long a new key of an agent may be taken for a wrong one, where wrong ones flood.
  static final Duration FRESH = Duration.ofSeconds(5);

  private final Supplier<? extends Collection<byte[]>> stored;
  private final LongSupplier nanos;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile Moment last = new Moment(Set.of(), 0, false);

  private record Moment(Set<String> hashes, long at, boolean read) {}

  /// @param stored all hashes, [ApiKey#secretHash]
  /// @param nanos a monotonic nanosecond counter
  KnownSecrets(Supplier<? extends Collection<byte[]>> stored, LongSupplier nanos) {
    this.stored = stored;
    this.nanos = nanos;
  }

  boolean mayHave(ApiKey key) {
    return latest().hashes().contains(HexFormat.of().formatHex(key.secretHash()));
  }

  /// One asks at a time; the others make do with what was known, if anything was.
  private Moment latest() {
    Moment known = last;
    if (isFresh(known)) {
      return known;
    }
    if (known.read()) {
      if (!reading.tryLock()) {
        return known;
      }
    } else {
      reading.lock();
    }
    try {
      return isFresh(last) ? last : read();
    } finally {
      reading.unlock();
    }
  }

  private boolean isFresh(Moment moment) {
    return moment.read() && nanos.getAsLong() - moment.at() < FRESH.toNanos();
  }

  private Moment read() {
    Set<String> hashes =
        stored.get().stream()
            .map(HexFormat.of()::formatHex)
            .collect(Collectors.toUnmodifiableSet());
    Moment now = new Moment(hashes, nanos.getAsLong(), true);
    last = now;
    return now;
  }
}
