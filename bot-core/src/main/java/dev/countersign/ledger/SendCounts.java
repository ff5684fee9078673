package dev.countersign.ledger;

import dev.countersign.proposal.AgentId;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/// What is sent over each connection, and how often the gate looks at its target, counted for all
/// replicas together: a port of the store.
///
/// It holds back what is approved, or who proposes, and lets through nothing else, so it is no
/// evidence.
public interface SendCounts {

  /// What is counted together. Nothing takes a place of what is counted by another name.
  ///
  /// @param name of all counts of a deployment, at most 200 characters
  record Count(String name) {
    /// What is sent over a connection. Its name has no blanks, so no other count is called like it.
    public static Count sends(String connection) {
      return new Count(connection);
    }

    /// All looks at its target.
    public static Count looks(String connection) {
      return new Count(connection + " looks");
    }

    /// Of these, the ones for what one agent proposes.
    public static Count looksFor(AgentId agent, String connection) {
      return new Count(connection + " looks for " + agent);
    }
  }

  /// How much of it there may be.
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
  Answer count(Count counted, String send, Most most);

  /// It was not sent after all, and counts nowhere.
  void takeBack(String send);

  /// It is not under way any more, and goes on to count for the rate.
  void ended(String send);
}
