package dev.countersign.ledger;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// What is sent over each connection, counted for all replicas together: a port of the store.
///
/// It holds back what is approved and lets through nothing else, so it is no evidence.
public interface SendCounts {

  /// What a connection may have.
  ///
  /// @param underWay sends at once; empty where each process has a bound of its own
  /// @param rate sends in any window; empty for as many as there are
  /// @param longest how long a send whose end nobody tells counts among those under way
  record Most(OptionalInt underWay, Optional<Rate> rate, Duration longest) {
    public Most {
      if (underWay.orElse(1) < 1 || !longest.isPositive()) {
        throw new IllegalArgumentException("not a bound");
      }
    }

    /// Nothing is to be counted.
    public boolean isUnbounded() {
      return underWay.isEmpty() && rate.isEmpty();
    }
  }

  /// At most `sends` in any window of length `per`.
  record Rate(int sends, Duration per) {
    public Rate {
      if (sends < 1 || !per.isPositive()) {
        throw new IllegalArgumentException("not a rate");
      }
    }
  }

  sealed interface Answer {
    /// It is counted from now on.
    record Counted() implements Answer {}

    /// As many as there may be are under way.
    ///
    /// @param pause after which it is worth asking again
    record Busy(Duration pause) implements Answer {}

    /// The rate is used up. Nobody who asks later is told a shorter time, so that those who wait
    /// come back one after another.
    record UsedUp(Duration pause) implements Answer {}
  }

  /// @param send a name that no other send has, at most 64 characters
  Answer count(String connection, String send, Most most);

  /// It was not sent after all, and counts nowhere.
  void takeBack(String send);

  /// It is not under way any more, and goes on to count for the rate.
  void ended(String send);
}
