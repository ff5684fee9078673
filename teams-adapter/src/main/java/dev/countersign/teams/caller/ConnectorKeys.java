package dev.countersign.teams.caller;

import dev.countersign.teams.caller.KeySetSource.Fetched;
import dev.countersign.teams.settings.TeamsSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The keys that the Bot Connector signs with, kept for a while.
///
/// Anybody can send a token with an invented key id, so what an unknown id may cost is bounded: one
/// fetch at a time, and one per [#PAUSE] at most. An outage is ridden out with the last keys that
/// were seen, until they are older than [#MAX_AGE].
public final class ConnectorKeys implements AutoCloseable {
  /// After this, keys are fetched again before they are used.
  static final Duration FRESH = Duration.ofHours(1);

  /// At this age, keys that could not be renewed are trusted no longer.
  static final Duration MAX_AGE = Duration.ofHours(24);

  /// Between two fetches, the second of which looks for an unknown key.
  static final Duration PAUSE = Duration.ofMinutes(1);

  /// After a failed fetch.
  static final Duration FAILURE_PAUSE = Duration.ofSeconds(15);

  /// For each of the two documents.
  static final Duration LIMIT = Duration.ofSeconds(4);

  private static final Logger log = LoggerFactory.getLogger(ConnectorKeys.class);

  private final KeySetSource source;
  private final InstantSource clock;
  private final ReentrantLock fetching = new ReentrantLock();
  private volatile @Nullable Seen seen;
  private volatile @Nullable Instant failedAt;

  public ConnectorKeys(TeamsSettings settings, InstantSource clock) {
    this(new KeySetSource(settings.openIdMetadata(), settings.tokenIssuer(), LIMIT), clock);
  }

  ConnectorKeys(KeySetSource source, InstantSource clock) {
    this.source = source;
    this.clock = clock;
  }

  /// Waits for the network when the key is unknown or the keys are old, for twice [#LIMIT] or,
  /// behind another's fetch, four times.
  KeyAnswer find(String keyId) {
    Instant now = clock.instant();
    Optional<KeyAnswer> known = known(keyId, now, FRESH);
    if (known.isPresent()) {
      return known.get();
    }
    boolean someKeys = known(keyId, now, MAX_AGE).isPresent();
    if (someKeys ? fetching.tryLock() : lock()) {
      try {
        if (known(keyId, now, FRESH).isEmpty() && mayFetch(now)) {
          fetch(now);
        }
      } finally {
        fetching.unlock();
      }
    }
    return known(keyId, now, MAX_AGE)
        .orElseGet(() ->
            isOlder(now, FRESH) || failedAt != null
                ? new KeyAnswer.Unavailable()
                : new KeyAnswer.Unknown());
  }

  private boolean lock() {
    fetching.lock();
    return true;
  }

  private Optional<KeyAnswer> known(String keyId, Instant now, Duration age) {
    Seen last = seen;
    return last == null || isOlder(now, age)
        ? Optional.empty()
        : Optional.ofNullable(last.keys().get(keyId)).map(KeyAnswer.Known::new);
  }

  private boolean isOlder(Instant now, Duration age) {
    Seen last = seen;
    return last == null || !now.isBefore(last.at().plus(age));
  }

  private boolean mayFetch(Instant now) {
    Instant failed = failedAt;
    return failed != null ? !now.isBefore(failed.plus(FAILURE_PAUSE)) : isOlder(now, PAUSE);
  }

  private void fetch(Instant now) {
    switch (source.fetch()) {
      case Fetched.Keys(Map<String, ConnectorKey> keys) -> {
        seen = new Seen(keys, now);
        failedAt = null;
      }
      case Fetched.Failed(String code) -> {
        failedAt = now;
        log.warn("connector keys not fetched: {}", code);
      }
    }
  }

  @Override
  public void close() {
    source.close();
  }

  private record Seen(Map<String, ConnectorKey> keys, Instant at) {}
}
