package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestKeys;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.OpeningBuilder;
import dev.countersign.ledger.UnknownAlerts;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Who is told of what nobody knows the end of, over two replicas.
class UnknownAlertsTest {
  private static final ChatAddress SLACK = new ChatAddress(Surface.SLACK, "T01", "C0ALARMS");
  private static final ChatAddress TEAMS = new ChatAddress(Surface.TEAMS, "tenant", "19:a@thread");

  @RegisterExtension
  private final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  private UnknownAlerts alerts;

  @BeforeEach
  void open() {
    alerts = postgres.store().unknownAlerts();
  }

  private ProposalId unknown() throws SQLException {
    Opening opening = OpeningBuilder.at(postgres.store().ledger().now()).build();
    postgres.store().ledger().open(opening);
    ProposalId id = opening.proposal().id();
    postgres.asAdmin(
        "update countersign.request set unknown_since = now() where id = '" + id + "'");
    return id;
  }

  private void pass(String interval) throws SQLException {
    postgres.asAdmin(
        "update countersign.unknown_alert_channel set due_at = due_at - interval '%1$s'; update countersign.unknown_alert set due_at = due_at - interval '%1$s'"
            .formatted(interval));
  }

  @Test
  void ofManyReplicasAtOnceOneTakesAllThatIsDueInAChannel() throws Exception {
    ProposalId one = unknown();
    ProposalId other = unknown();
    List<ProposalId> taken = new ArrayList<>();
    try (PostgresStore second = PostgresStore.open(postgres.config(), TestKeys.EVIDENCE);
        var replicas = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<List<ProposalId>>> takes = new ArrayList<>();
      for (int replica = 0; replica < 8; replica++) {
        UnknownAlerts own = replica % 2 == 0 ? alerts : second.unknownAlerts();
        takes.add(() -> own.take(SLACK, 100));
      }
      for (Future<List<ProposalId>> each : replicas.invokeAll(takes)) {
        taken.addAll(each.get());
      }
    }
    assertThat(taken).containsExactly(other, one);
    assertThat(alerts.take(TEAMS, 100)).as("another channel").containsExactly(other, one);
  }

  @Test
  void whatWasNotToldIsTakenAgainAfterThePauseAndWhatWasAtItsMoment() throws SQLException {
    ProposalId told = unknown();
    ProposalId lost = unknown();
    ProposalId never = unknown();
    assertThat(alerts.take(SLACK, 100)).containsExactly(never, lost, told);
    alerts.told(
        SLACK,
        Map.of(
            told,
            postgres.store().ledger().now().plus(Duration.ofHours(1)),
            never,
            UnknownAlerts.NEVER));

    pass("9 minutes");
    assertThat(alerts.take(SLACK, 100)).isEmpty();
    pass("1 minute");
    assertThat(alerts.take(SLACK, 100)).containsExactly(lost);
    alerts.told(SLACK, Map.of(lost, UnknownAlerts.NEVER));
    pass("50 minutes");
    assertThat(alerts.take(SLACK, 100)).containsExactly(told);
    alerts.told(SLACK, Map.of(told, UnknownAlerts.NEVER));
    pass("100 years");
    assertThat(alerts.take(SLACK, 100)).isEmpty();
  }

  @Test
  void nothingIsTakenWhereSomebodyKnowsTheEnd() throws SQLException {
    unknown();
    postgres.asAdmin("update countersign.request set unknown_since = null");
    assertThat(alerts.take(SLACK, 100)).isEmpty();
    ProposalId later = unknown();
    assertThat(alerts.take(SLACK, 100)).as("a look in vain takes no turn").containsExactly(later);
  }

  @Test
  void noMoreAreTakenThanAskedFor() throws SQLException {
    unknown();
    ProposalId newest = unknown();
    assertThat(alerts.take(SLACK, 1)).containsExactly(newest);
  }
}
