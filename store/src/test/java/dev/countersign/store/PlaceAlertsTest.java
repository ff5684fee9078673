package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestKeys;
import dev.countersign.ledger.OpenResult;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.OpeningBuilder;
import dev.countersign.ledger.PlaceAlerts;
import dev.countersign.ledger.PlaceAlerts.Alert;
import dev.countersign.ledger.PlaceAlerts.Message;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Who tells what of places, over two replicas.
class PlaceAlertsTest {
  @RegisterExtension
  private final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  private PlaceAlerts alerts;

  @BeforeEach
  void threePlacesRefuse() throws SQLException {
    alerts = postgres.store().placeAlerts();
    postgres.asAdmin(
        """
        insert into countersign.place_alert
               (surface, tenant, channel, code, since, request_id, card, due_at)
        select 'slack', 'T01', 'C0' || n, 'is_archived', clock_timestamp(), 'none', 'none',
               clock_timestamp()
          from generate_series(1, 3) n
        """);
  }

  @Test
  void whatOneReplicaTellsNoOtherDoes() {
    try (PostgresStore other = PostgresStore.open(postgres.config(), TestKeys.EVIDENCE)) {
      List<Alert> first = places(alerts.take(2, 6));
      List<Alert> second = places(other.placeAlerts().take(2, 6));

      assertThat(first).hasSize(2);
      assertThat(second).hasSize(1).doesNotContainAnyElementsOf(first);
      assertThat(alerts.take(9, 6)).isEmpty();
    }
  }

  @Test
  void whatWasToldIsNotTakenAgainAndWhatWasNotIs() throws SQLException {
    Optional<Message> first = alerts.take(2, 6);
    alerts.told(first.orElseThrow());
    List<Alert> lost = places(alerts.take(9, 6));
    later();

    assertThat(places(alerts.take(9, 6))).isEqualTo(lost).hasSize(1);
  }

  @Test
  void noMoreMessagesGoOutThanSoManyAnHour() throws SQLException {
    alerts.told(alerts.take(1, 1).orElseThrow());

    assertThat(alerts.take(9, 1)).isEmpty();

    postgres.asAdmin("update countersign.place_alert_sent set at = at - interval '1 hour'");
    assertThat(places(alerts.take(9, 1))).hasSize(2);
  }

  @Test
  void whatAnotherReplicaTookCountsBeforeItIsTold() {
    try (PostgresStore other = PostgresStore.open(postgres.config(), TestKeys.EVIDENCE)) {
      assertThat(alerts.take(1, 1)).isPresent();

      assertThat(other.placeAlerts().take(9, 1)).isEmpty();
    }
  }

  @Test
  void aMessageThatNobodyTookDoesNotCount() {
    Message first = alerts.take(1, 2).orElseThrow();
    assertThat(alerts.take(1, 2)).isPresent();
    assertThat(alerts.take(1, 2)).isEmpty();

    alerts.notTold(first);

    assertThat(alerts.take(1, 2)).isPresent();
    assertThat(alerts.take(1, 2)).isEmpty();
  }

  @Test
  void aPlaceThatIsMendedWhileItIsBeingToldIsToldAsMended() throws SQLException {
    Message first = alerts.take(1, 6).orElseThrow();
    theirCardStands();
    alerts.look();
    alerts.told(first);
    alerts.look();

    assertThat(places(alerts.take(9, 6)))
        .as("of the other two nobody was told")
        .singleElement()
        .satisfies(alert -> {
          assertThat(alert.mended()).isTrue();
          assertThat(alert.place()).isEqualTo(first.alerts().getFirst().place());
        });
  }

  @Test
  void aPlaceThatRefusedInOtherWordsBeforeItWasMendedIsToldAsMended() throws SQLException {
    Opening opening = OpeningBuilder.at(postgres.store().ledger().now()).build();
    assertThat(postgres.store().ledger().open(opening)).isEqualTo(new OpenResult.Opened());
    postgres.asAdmin("delete from countersign.place_alert");
    card(opening.proposal().id().value(), "C09", "null", "'is_archived'");
    alerts.look();
    alerts.told(alerts.take(9, 6).orElseThrow());

    postgres.asAdmin("update countersign.posted_card set failure = 'not_in_channel'");
    alerts.look();
    postgres.asAdmin(
        "update countersign.posted_card set failure = null, failed_since = null, message_id = '1'");
    alerts.look();

    assertThat(places(alerts.take(9, 6))).singleElement().matches(Alert::mended);
  }

  private void theirCardStands() throws SQLException {
    card("none", "C01", "'1'", "null");
  }

  private void card(String request, String channel, String message, String failure)
      throws SQLException {
    postgres.asAdmin(
        """
        insert into countersign.posted_card
               (request_id, id, revision, version, seq, surface, tenant, channel, digest,
                message_id, personal, at, failure, failed_since)
        select '%s', 'none', 1, 1, 1, 'slack', 'T01', '%s', 'none', %s, false, clock_timestamp(),
               failure, case when failure is not null then clock_timestamp() end
          from (select %s::text as failure) one
        """
            .formatted(request, channel, message, failure));
  }

  private static List<Alert> places(Optional<Message> message) {
    return message.map(Message::alerts).orElseGet(List::of);
  }

  @Test
  void aPlaceThatWasToldADayAgoIsForgottenSoThatItIsNewsAgain() throws SQLException {
    alerts.told(alerts.take(3, 6).orElseThrow());
    alerts.look();
    later();
    postgres.asAdmin("update countersign.place_alert set due_at = due_at - interval '1 day'");
    alerts.look();

    assertThat(rows()).isZero();
  }

  private void later() throws SQLException {
    postgres.asAdmin("update countersign.place_alert set due_at = clock_timestamp()");
  }

  private long rows() throws SQLException {
    try (var connection = postgres.admin().getConnection();
        var statement = connection.createStatement();
        var row = statement.executeQuery("select count(*) from countersign.place_alert")) {
      row.next();
      return row.getLong(1);
    }
  }
}
