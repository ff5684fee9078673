package dev.countersign.executors.sending;

import dev.countersign.execution.Turn;
import dev.countersign.executors.connection.Limits;
import dev.countersign.executors.connection.Rate;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.SendCounts;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The part of one connection's limits that all replicas have together.
final class Quota {
  /// Beyond the timeout, for an attempt that ends late.
  private static final Duration MARGIN = Duration.ofSeconds(30);

  private static final Logger log = LoggerFactory.getLogger(Quota.class);

  private final String connection;
  private final SendCounts counts;
  private final SendCounts.Most most;

  Quota(String connection, Limits limits, SendCounts counts) {
    this.connection = connection;
    this.counts = counts;
    this.most =
        new SendCounts.Most(
            limits.concurrency(), limits.rate().map(Quota::counted), limits.timeout().plus(MARGIN));
  }

  private static SendCounts.Rate counted(Rate rate) {
    return new SendCounts.Rate(rate.sends(), rate.per());
  }

  /// Counts one send, unless there is no room.
  ///
  /// @throws LedgerUnavailableException when nobody can say
  Optional<Turn.Later> count(Share share) {
    if (most.isUnbounded()) {
      return Optional.empty();
    }
    return switch (counts.count(connection, share.name, most)) {
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
                  most.rate().map(rate -> new Turn.Limit(rate.sends(), Optional.of(rate.per())))));
    };
  }

  Share share() {
    return new Share();
  }

  /// One send of it.
  final class Share {
    private final String name = UUID.randomUUID().toString();

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
        log.warn(
            "connection {} keeps a place that nobody has for up to {}", connection, most.longest());
      }
    }
  }
}
