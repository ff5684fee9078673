package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestKeys;
import dev.countersign.audit.EntryType;
import dev.countersign.ledger.CommitBuilder;
import dev.countersign.ledger.CommitResult.Committed;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.OpenBudget;
import dev.countersign.ledger.OpenResult;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.OpeningBuilder;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.PersonId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The statements of a request's way are planned a few times on each connection and then never
/// again: planning one of them takes longer than running it.
class PlannedOnceTest {
  private static final int RUNS = 25;

  private static final PersonId ASKER = new PersonId("somebody");

  /// Five by the driver, which names a statement only then, and five by Postgres, which compares.
  private static final int PLANNED_AT_FIRST = 5;

  private static final Sql PLANS =
      Sql.of(
          """
          select statement, generic_plans, custom_plans
            from pg_prepared_statements
           where from_sql = false and custom_plans + generic_plans > 2 * :first
          """);

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @Test
  void noStatementOfARequestsWayIsPlannedForEachRun() {
    StoreConfig usual = postgres.config();
    StoreConfig one =
        new StoreConfig(
            usual.url(),
            usual.user(),
            usual.password(),
            1,
            usual.acquire(),
            usual.lock(),
            usual.statement());
    try (Database database = Database.open(one)) {
      PostgresLedger ledger = new PostgresLedger(database, TestKeys.EVIDENCE);
      PostgresDeliveries deliveries = new PostgresDeliveries(database, RequestRows::record);
      for (int run = 0; run < RUNS; run++) {
        Opening opening =
            OpeningBuilder.at(ledger.now())
                .idempotent("key-" + run, "body")
                .deliver(DeliveryKind.SHOW_CARD, "slack:T01:C01")
                .admitted("question " + run, false, OpenBudget.DEFAULT)
                .build();
        assertThat(ledger.open(opening)).isEqualTo(new OpenResult.Opened());
        RequestRecord seen = ledger.find(opening.proposal().id()).orElseThrow();
        assertThat(
                ledger.waiting(
                    ASKER, Set.of(OpeningBuilder.LEADS), Optional.empty(), Optional.empty(), 16))
            .hasSize(Math.min(run + 1, 16));
        assertThat(ledger.audit(opening.proposal().id())).hasSize(seen.head().seq());
        assertThat(ledger.findOnChain(opening.proposal().id()).orElseThrow().chain())
            .hasSize(seen.head().seq());
        assertThat(ledger.commit(CommitBuilder.on(seen).note(EntryType.CARD_UPDATED).build()))
            .isEqualTo(new Committed());
        for (Delivery due : deliveries.claim(DeliveryKind.SHOW_CARD, 10, Duration.ofMinutes(1))) {
          deliveries.settle(due);
        }
      }

      List<String> plannedAnew =
          database.ask(
              PLANS,
              query ->
                  query
                      .bind("first", PLANNED_AT_FIRST)
                      .list(row ->
                          row.getInt("custom_plans") > PLANNED_AT_FIRST
                              ? row.getString("statement")
                              : ""));
      assertThat(plannedAnew).as("statements that were run often enough").hasSizeGreaterThan(5);
      assertThat(plannedAnew).containsOnly("");
    }
  }
}
