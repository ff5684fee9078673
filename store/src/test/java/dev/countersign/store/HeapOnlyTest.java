package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestKeys;
import dev.countersign.audit.EntryType;
import dev.countersign.ledger.CommitBuilder;
import dev.countersign.ledger.CommitResult.Committed;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.OpenResult;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.OpeningBuilder;
import dev.countersign.ledger.RequestRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What happens most often to a row writes into no index of its table.
class HeapOnlyTest {
  private static final String PLACE = "slack:T01:C01";

  private static final Sql UPDATED =
      Sql.of(
          """
          select pg_stat_get_xact_tuples_updated(cast(:of as regclass)) as updated,
                 pg_stat_get_xact_tuples_hot_updated(cast(:of as regclass)) as in_place
          """);

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  private Database database;
  private PostgresLedger ledger;

  @BeforeEach
  void open() {
    database = Database.open(postgres.config());
    ledger = new PostgresLedger(database, TestKeys.EVIDENCE);
  }

  @AfterEach
  void close() {
    database.close();
  }

  /// @param updated rows
  /// @param inPlace those of them whose indexes stayed as they were
  private record Updates(long updated, long inPlace) {}

  @Test
  void aClaimWritesIntoNoIndex() {
    opened();
    opened();

    for (Sql claim : List.of(PostgresDeliveries.CLAIM, PostgresDeliveries.CLAIM_WITH_REQUESTS)) {
      assertThat(updates("delivery", claimOne(claim))).isEqualTo(new Updates(1, 1));
    }
  }

  @Test
  void whatADeadWorkerHadGoesBehindTheOthers() throws Exception {
    PostgresDeliveries deliveries = new PostgresDeliveries(database, RequestRows::record);
    String first = opened().request().id().value();
    assertThat(deliveries.claim(DeliveryKind.SHOW_CARD, 1, Duration.ZERO)).hasSize(1);
    assertThat(deliveries.claim(DeliveryKind.SHOW_CARD, 1, Duration.ZERO)).hasSize(1);
    String second = opened().request().id().value();
    postgres.asAdmin(
        "update countersign.delivery set due_at = due_at - interval '1 minute' where request_id = '"
            + second
            + "'");

    assertThat(deliveries.claim(DeliveryKind.SHOW_CARD, 2, Duration.ofMinutes(1)))
        .extracting(delivery -> delivery.request().value())
        .containsExactly(second, first);
    assertThat(deliveries.claim(DeliveryKind.SHOW_CARD, 2, Duration.ofMinutes(1))).isEmpty();
  }

  @Test
  void aStepThatDecidesNothingWritesIntoNoIndexOfItsRequest() {
    RequestRecord seen = opened();
    CommitRow step =
        CommitRow.of(
            CommitBuilder.on(seen)
                .note(EntryType.CARD_UPDATED)
                .deliver(DeliveryKind.SHOW_CARD, PLACE)
                .build(),
            TestKeys.EVIDENCE);

    assertThat(
            updates(
                "request",
                connection ->
                    assertThat(CommitStatement.run(connection, step)).isEqualTo(new Committed())))
        .isEqualTo(new Updates(1, 1));
  }

  @Test
  void whatIsDueAlreadyIsOrderedOnceMoreWithoutAWordToAnIndex() {
    CommitRow step =
        CommitRow.of(
            CommitBuilder.on(opened())
                .note(EntryType.CARD_UPDATED)
                .deliver(DeliveryKind.SHOW_CARD, PLACE)
                .build(),
            TestKeys.EVIDENCE);

    assertThat(
            updates(
                "delivery",
                connection ->
                    assertThat(CommitStatement.run(connection, step)).isEqualTo(new Committed())))
        .isEqualTo(new Updates(1, 1));
  }

  private RequestRecord opened() {
    Opening opening =
        OpeningBuilder.at(ledger.now()).deliver(DeliveryKind.SHOW_CARD, PLACE).build();
    assertThat(ledger.open(opening)).isEqualTo(new OpenResult.Opened());
    return ledger.find(opening.proposal().id()).orElseThrow();
  }

  private static Writing claimOne(Sql claim) {
    return connection ->
        assertThat(
                claim.<Integer>ask(
                    connection,
                    query ->
                        query
                            .bind("kind", "show_card")
                            .bind("most", 1)
                            .bind("lease", 60_000_000L)
                            .list(row -> row.getInt("attempts"))
                            .size()))
            .isEqualTo(1);
  }

  private interface Writing {
    void on(Connection connection) throws SQLException;
  }

  private Updates updates(String table, Writing writing) {
    return database.askTogether(connection -> {
      Updates before = updates(connection, table);
      writing.on(connection);
      Updates after = updates(connection, table);
      return new Updates(after.updated - before.updated, after.inPlace - before.inPlace);
    });
  }

  /// Not only of this transaction, but what no server process has told of yet.
  private static Updates updates(Connection connection, String table) throws SQLException {
    return UPDATED.ask(
        connection,
        query ->
            query
                .bind("of", "countersign." + table)
                .one(row -> new Updates(row.getLong("updated"), row.getLong("in_place"))));
  }
}
