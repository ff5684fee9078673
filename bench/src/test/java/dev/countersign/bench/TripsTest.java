package dev.countersign.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestKeys;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.OpenBudget;
import dev.countersign.ledger.OpenResult;
import dev.countersign.ledger.OpeningBuilder;
import dev.countersign.store.PostgresStore;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// How often a step waits for the database.
class TripsTest {
  private static final int TIMES = 12;

  @Test
  void anOpeningThatAsksPeopleIsOneRoundTripAndSoIsEachRefusal() throws Exception {
    try (EmbeddedServer server = EmbeddedServer.start();
        BenchDatabase database = BenchDatabase.ofGate(server.server(), "of this test alone");
        PostgresStore store = PostgresStore.open(database.config(1), TestKeys.EVIDENCE)) {
      Ledger ledger = store.ledger();
      Instant now = ledger.now();
      // Unnamed at first, by name later: the driver's way changes, the trips do not.
      for (int time = 0; time < TIMES; time++) {
        OpeningBuilder question = question(now, "question " + time);
        OpeningBuilder again = question(now, "question " + time);

        long before = CountingSockets.trips();
        assertThat(ledger.open(question.build())).isEqualTo(new OpenResult.Opened());
        assertThat(CountingSockets.trips() - before).as("opening %s", time).isEqualTo(1);

        before = CountingSockets.trips();
        assertThat(ledger.open(again.build())).isInstanceOf(OpenResult.Identical.class);
        assertThat(CountingSockets.trips() - before).as("refusal %s", time).isEqualTo(1);
      }
    }
  }

  private static OpeningBuilder question(Instant now, String text) {
    return OpeningBuilder.at(now)
        .deliver(DeliveryKind.SHOW_CARD, "slack:T01:C01")
        .admitted(text, false, OpenBudget.DEFAULT);
  }
}
