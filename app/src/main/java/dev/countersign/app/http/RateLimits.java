package dev.countersign.app.http;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One bucket of tokens per caller. There are as many buckets as registered callers: nobody gets
/// one without a genuine key.
final class RateLimits<K> {
  private static final double NANOS_PER_SECOND = 1e9;

  private final int burst;
  private final double perSecond;
  private final LongSupplier nanos;
  private final Map<K, Bucket> buckets = new ConcurrentHashMap<>();

  /// @param taken whether the last knock took a token; one that did not costs nothing
  private record Bucket(double tokens, long at, boolean taken) {}

  RateLimits(int burst, double perSecond, LongSupplier nanos) {
    this.burst = burst;
    this.perSecond = perSecond;
    this.nanos = nanos;
  }

  /// Takes one token.
  ///
  /// @return how long until there is one, when there is none
  Optional<Duration> take(K caller) {
    long now = nanos.getAsLong();
    Bucket after = buckets.compute(caller, (_, before) -> after(before, now));
    return after.taken()
        ? Optional.empty()
        : Optional.of(
            Duration.ofNanos(
                (long) Math.ceil((1 - after.tokens()) / perSecond * NANOS_PER_SECOND)));
  }

  private Bucket after(@Nullable Bucket before, long now) {
    double tokens = before == null ? burst : filled(before, now);
    return tokens >= 1 ? new Bucket(tokens - 1, now, true) : new Bucket(tokens, now, false);
  }

  private double filled(Bucket before, long now) {
    double gained = Math.max(0, now - before.at()) / NANOS_PER_SECOND * perSecond;
    return Math.min(burst, before.tokens() + gained);
  }
}
