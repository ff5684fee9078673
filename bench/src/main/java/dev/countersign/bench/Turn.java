package dev.countersign.bench;

import dev.countersign.bench.ClosedLoop.Client;
import dev.countersign.bench.ClosedLoop.Round;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/// One stretch of work with the readings before and after it.
///
/// @param callers how many work at once
/// @param length when no caller begins anything new
record Turn(int callers, Duration length) {

  /// The callers' own work is part of what is measured.
  ///
  /// @param client by the number of the caller
  void measure(Measurement into, Meter meter, IntFunction<Client> client)
      throws InterruptedException, SQLException {
    note(into, meter, ClosedLoop::run, client);
  }

  /// The callers stand for clients on other machines: what they take themselves is told apart.
  void measureApart(Measurement into, Meter meter, IntFunction<Client> client)
      throws InterruptedException, SQLException {
    note(into, meter, ClosedLoop::runApart, client);
  }

  private void note(Measurement into, Meter meter, Way way, IntFunction<Client> client)
      throws InterruptedException, SQLException {
    AtomicInteger number = new AtomicInteger();
    Costs before = meter.read();
    Round round = way.run(callers, length, () -> client.apply(number.getAndIncrement()));
    into.add(round, meter.read().since(before).withCallers(round.callersNanos()));
  }

  private interface Way {
    Round run(int callers, Duration length, Supplier<Client> client) throws InterruptedException;
  }
}
