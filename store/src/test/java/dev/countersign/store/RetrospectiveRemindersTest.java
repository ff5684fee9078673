package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.TestKeys;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.OpeningBuilder;
import dev.countersign.ledger.ReminderMoment;
import dev.countersign.ledger.RetrospectiveReminders;
import dev.countersign.ledger.Retrospectives.Totals;
import dev.countersign.proposal.ProposalId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Who is reminded of a retrospective, over two replicas; and how many there are of each.
class RetrospectiveRemindersTest {
  @RegisterExtension
  private final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  private static final ReminderMoment MOMENT = ReminderMoment.HOURS_BEFORE;
  private static final Set<String> TARGETS = Set.of("slack:T01:C01", "person:pia", "person:lena");

  private RetrospectiveReminders reminders;
  private ProposalId request;

  @BeforeEach
  void breakGlassWasUsed() throws SQLException {
    reminders = postgres.store().retrospectiveReminders();
    request = used("pia", 1, "1 hour");
  }

  private ProposalId used(String person, int number, String due) throws SQLException {
    Opening opening = OpeningBuilder.at(postgres.store().ledger().now()).build();
    postgres.store().ledger().open(opening);
    ProposalId id = opening.proposal().id();
    postgres.asAdmin(
        "insert into countersign.break_glass (request_id, person, number, owner, at, due) values ('"
            + id
            + "', '%s', %d, 'lena', now() - interval '3 days', now() + interval '%s')"
                .formatted(person, number, due));
    return id;
  }

  private void mark(ProposalId id, String kind, String person) throws SQLException {
    postgres.asAdmin(
        "insert into countersign.retrospective_mark (request_id, kind, person, at) values ('%s', '%s', '%s', now())"
            .formatted(id, kind, person));
  }

  @Test
  void ofManyReplicasAtOnceOneTakesEachAndNobodyAfterItIsDone() throws Exception {
    List<String> taken = new ArrayList<>();
    try (PostgresStore other = PostgresStore.open(postgres.config(), TestKeys.EVIDENCE);
        var replicas = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Map<String, Integer>>> takes = new ArrayList<>();
      for (int replica = 0; replica < 8; replica++) {
        RetrospectiveReminders own = replica % 2 == 0 ? reminders : other.retrospectiveReminders();
        takes.add(() -> own.take(request, MOMENT, TARGETS));
      }
      for (Future<Map<String, Integer>> each : replicas.invokeAll(takes)) {
        taken.addAll(each.get().keySet());
      }
      assertThat(taken).containsExactlyInAnyOrderElementsOf(TARGETS);
      TARGETS.forEach(target -> reminders.done(request, MOMENT, target));
      later();
      assertThat(other.retrospectiveReminders().take(request, MOMENT, TARGETS)).isEmpty();
      assertThat(other.retrospectiveReminders().take(request, ReminderMoment.OVERDUE, TARGETS))
          .hasSize(3);
    }
  }

  @Test
  void whatWasNotToldIsTakenAgainLaterAndNotWithoutEnd() throws SQLException {
    for (int nth = 1; nth <= RetrospectiveReminders.MOST_TRIES; nth++) {
      assertThat(reminders.take(request, MOMENT, Set.of("person:pia")))
          .isEqualTo(Map.of("person:pia", nth));
      assertThat(reminders.take(request, MOMENT, Set.of("person:pia"))).isEmpty();
      later();
    }
    assertThat(reminders.take(request, MOMENT, Set.of("person:pia"))).isEmpty();
  }

  private void later() throws SQLException {
    postgres.asAdmin(
        "update countersign.retrospective_reminder set due_at = due_at - interval '4 hours'");
  }

  @Test
  void whatIsOpenOverdueFiledAndClosedIsCounted() throws SQLException {
    ProposalId nina = used("nina", 1, "-1 hour");
    ProposalId filed = used("pia", 2, "-2 hours");
    ProposalId read = used("pia", 3, "-2 hours");
    ProposalId closed = used("pia", 4, "2 hours");
    for (ProposalId id : List.of(filed, read, closed)) {
      mark(id, "filed", "pia");
    }
    mark(read, "closed", "marc");
    mark(closed, "closed", "marc");
    mark(closed, "closed", "otto");
    assertThat(postgres.store().retrospectives().unclosed(9))
        .as("the earliest due first")
        .extracting(one -> one.of().request(), one -> one.filed().isPresent())
        .containsExactly(
            tuple(filed, true), tuple(read, true), tuple(nina, false), tuple(request, false));
    assertThat(postgres.store().retrospectives().totals()).isEqualTo(new Totals(5, 2, 1, 3, 1));

    postgres.asAdmin(
        """
        alter table countersign.retrospective_mark disable trigger written_once;
        update countersign.retrospective_mark set at = at - interval '3 days';
        """);
    assertThat(postgres.store().retrospectives().totals().overdue())
        .as("with two that nobody else has read in as long as there was to file them")
        .isEqualTo(3);
  }
}
