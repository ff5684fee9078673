package dev.countersign.execution;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/// Whether an action may fly now, found and taken before its grant is spent: what a limit of ours
/// holds back waits, approved as it is, and does not end.
public sealed interface Turn {

  /// Not yet; nothing was taken.
  ///
  /// @param code stable, lower case, for instance `busy`, `rate_limited` or `not_before`
  /// @param pause after which it is worth asking again
  /// @param limit of the connection that holds it back; empty where it is something else
  record Later(String code, Duration pause, Optional<Limit> limit) implements Turn {
    /// Where it is no limit, or one that is over in a moment.
    public Later(String code, Duration pause) {
      this(code, pause, Optional.empty());
    }
  }

  /// What a connection takes, of all replicas together.
  ///
  /// @param most sends
  /// @param per in any window of this length; empty where it is how many are under way at once
  record Limit(int most, Optional<Duration> per) {}

  /// A place among those in flight, and in the rate. Closed without [#execute], it goes back as if
  /// it had never been taken.
  non-sealed interface Taken extends Turn, AutoCloseable {

    /// Sends the action once, or again under a key by which the target has one effect of it, and
    /// reports what is known. Call once. Never throws for anything the target or the network does.
    Outcome execute(Order order);

    @Override
    void close();
  }

  /// Where nothing is limited.
  static Taken free(Function<Order, Outcome> send) {
    return new Taken() {
      @Override
      public Outcome execute(Order order) {
        return send.apply(order);
      }

      @Override
      public void close() {}
    };
  }
}
