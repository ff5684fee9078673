package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestKeys;
import dev.countersign.ledger.PlaceAlerts;
import dev.countersign.ledger.PlaceAlerts.Alert;
import java.sql.SQLException;
import java.util.List;
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
      List<Alert> first = alerts.take(2, 6);
      List<Alert> second = other.placeAlerts().take(2, 6);

      assertThat(first).hasSize(2);
      assertThat(second).hasSize(1).doesNotContainAnyElementsOf(first);
      assertThat(alerts.take(9, 6)).isEmpty();
    }
  }

  @Test
  void whatWasToldIsNotTakenAgainAndWhatWasNotIs() throws SQLException {
    List<Alert> first = alerts.take(2, 6);
    alerts.told(first);
    List<Alert> lost = alerts.take(9, 6);
    later();

    assertThat(alerts.take(9, 6)).isEqualTo(lost).hasSize(1);
  }

  @Test
  void noMoreMessagesGoOutThanSoManyAnHour() throws SQLException {
    alerts.told(alerts.take(1, 1));

    assertThat(alerts.take(9, 1)).isEmpty();

    postgres.asAdmin("update countersign.place_alert_sent set at = at - interval '1 hour'");
    assertThat(alerts.take(9, 1)).hasSize(2);
  }

  @Test
  void aPlaceThatWasToldADayAgoIsForgottenSoThatItIsNewsAgain() throws SQLException {
    alerts.told(alerts.take(3, 6));
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
