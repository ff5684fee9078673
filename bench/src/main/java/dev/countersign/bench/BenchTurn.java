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
record BenchTurn(int callers, Duration length) {

  private static final Finish AT_ONCE = () -> {};

  /// What is to be waited for before the second reading.
  interface Finish {
    void await() throws SQLException;
  }

  /// The callers' own work is part of what is measured.
  ///
  /// @param client by the number of the caller
  void measure(Measurement into, Meter meter, IntFunction<Client> client)
      throws InterruptedException, SQLException {
    note(into, meter, ClosedLoop::run, client, AT_ONCE);
  }

  /// As [#measure], for callers that set others to work.
  ///
  /// @param finish what the callers left behind is done, and belongs to what it cost
  void measure(Measurement into, Meter meter, IntFunction<Client> client, Finish finish)
      throws InterruptedException, SQLException {
    note(into, meter, ClosedLoop::run, client, finish);
  }

  /// As above, and the callers stand for clients on other machines: what they take themselves is
  /// told apart.
  void measureApart(Measurement into, Meter meter, IntFunction<Client> client, Finish finish)
      throws InterruptedException, SQLException {
    note(into, meter, ClosedLoop::runApart, client, finish);
  }

  private void note(
      Measurement into, Meter meter, Way way, IntFunction<Client> client, Finish finish)
      throws InterruptedException, SQLException {
    AtomicInteger number = new AtomicInteger();
    Costs before = meter.read();
    Round round = way.run(callers, length, () -> client.apply(number.getAndIncrement()));
    finish.await();
    into.add(round, meter.read().since(before).withCallers(round.callersNanos()));
  }

  private interface Way {
    Round run(int callers, Duration length, Supplier<Client> client) throws InterruptedException;
  }
}
