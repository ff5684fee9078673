package dev.countersign.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How often a step waits for the database.
class TripsTest {
  private static final int TIMES = 12;

  /// One asks for earlier requests, the other opens. Now and then one more looks at the clock.
  @Test
  void aProposalThatAsksPeopleIsTwoRoundTrips() throws Exception {
    try (EmbeddedServer server = EmbeddedServer.start();
        BenchDatabase database = BenchDatabase.ofGate(server.server(), "of this test alone");
        BenchGate gate = new BenchGate(database.config(1), "of-this-test-alone")) {
      List<Long> trips = new ArrayList<>();
      for (int time = 0; time < TIMES; time++) {
        long before = CountingSockets.trips();
        gate.propose(gate.nextProposal());
        trips.add(CountingSockets.trips() - before);
      }

      assertThat(trips.subList(TIMES / 2, TIMES)).contains(2L).allMatch(each -> each <= 3);
    }
  }
}
