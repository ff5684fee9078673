package dev.countersign.slack;

import dev.countersign.card.RecentlyUsed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// What Slack answered about channels or people, for as long as it counts. Safe for threads;
/// nothing waits while Slack is asked.
///
/// An answer that was asked for before something was forgotten is not remembered: it may be older
/// than the change that Slack told of. That holds for whatever was forgotten, since another
/// question costs little.
final class RecentAnswers<T> {
  private final InstantSource clock;
  private final Duration counts;
  private final Map<String, Known<T>> known;
  private long forgotten;

  /// @param counts how long an answer counts, from when it was asked for
  /// @param most answers remembered; the one not asked for the longest is forgotten first
  RecentAnswers(InstantSource clock, Duration counts, int most) {
    this.clock = clock;
    this.counts = counts;
    this.known = new RecentlyUsed<>(most);
  }

  private record Known<T>(T answer, Instant until) {}

  /// The remembered answer, or a new one.
  ///
  /// @param id of the channel or person
  /// @param question asks Slack
  /// @param lasts whether an answer is one to remember
  T about(String id, Supplier<T> question, Predicate<T> lasts) {
    Instant now = clock.instant();
    long before;
    synchronized (this) {
      Optional<T> remembered =
          Optional.ofNullable(known.get(id))
              .filter(one -> now.isBefore(one.until()))
              .map(Known::answer);
      if (remembered.isPresent()) {
        return remembered.get();
      }
      before = forgotten;
    }
    T answer = question.get();
    if (lasts.test(answer)) {
      remember(id, new Known<>(answer, now.plus(counts)), before);
    }
    return answer;
  }

  private synchronized void remember(String id, Known<T> one, long before) {
    if (forgotten == before) {
      known.put(id, one);
    }
  }

  /// Slack is asked before the next use.
  synchronized void forget(String id) {
    forgotten++;
    known.remove(id);
  }
}
