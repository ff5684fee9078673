package dev.countersign.executors.sending;

import dev.countersign.execution.Turn;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.SendCounts;
import dev.countersign.ledger.SendCounts.Count;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is counted together for all replicas, and how much of it there may be.
final class Quota {
  /// Beyond the timeout, for an attempt that ends late, or whose replica died.
  static final Duration MARGIN = Duration.ofSeconds(30);

  private static final Logger log = LoggerFactory.getLogger(Quota.class);

  private final Count counted;
  private final SendCounts counts;
  private final SendCounts.Most most;

  Quota(Count counted, SendCounts.Most most, SendCounts counts) {
    this.counted = counted;
    this.counts = counts;
    this.most = most;
  }

  Share share() {
    return new Share();
  }

  /// One of it.
  final class Share {
    private final String name = UUID.randomUUID().toString();

    /// Counts it, unless there is no room.
    ///
    /// @throws LedgerUnavailableException when nobody can say
    Optional<Turn.Later> count() {
      if (most.isUnbounded()) {
        return Optional.empty();
      }
      return switch (counts.count(counted, name, most)) {
        case SendCounts.Answer.Counted _ -> Optional.empty();
        case SendCounts.Answer.Busy(var pause) ->
            Optional.of(
                new Turn.Later(
                    "busy",
                    pause,
                    Optional.of(new Turn.Limit(most.underWay().orElseThrow(), Optional.empty()))));
        case SendCounts.Answer.UsedUp(var pause) ->
            Optional.of(
                new Turn.Later(
                    "rate_limited",
                    pause,
                    most.rate()
                        .map(rate -> new Turn.Limit(rate.sends(), Optional.of(rate.per())))));
      };
    }

    void takeBack() {
      tell(counts::takeBack);
    }

    void ended() {
      if (most.underWay().isPresent()) {
        tell(counts::ended);
      }
    }

    private void tell(Consumer<String> what) {
      if (most.isUnbounded()) {
        return;
      }
      try {
        what.accept(name);
      } catch (LedgerUnavailableException e) {
        log.warn("{} keeps a place that nobody has for up to {}", counted.name(), most.longest());
      }
    }
  }
}
