package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestKeys;
import dev.countersign.ledger.Digests;
import dev.countersign.ledger.Digests.Turn;
import dev.countersign.ledger.Mutes;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Whose turn it is to be told what waits, and who wants quiet, over two replicas.
class DigestsTest {
  @RegisterExtension
  private final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  private static final Duration PERIOD = Duration.ofMinutes(30);
  private static final PersonId ANN = new PersonId("ann");
  private static final PersonId BEN = new PersonId("ben");
  private static final ProposalId REQUEST = new ProposalId("prop_01JD9Q7Z3M8V5K2N4R6T8W0XYA");

  private Digests digests;

  @BeforeEach
  void take() {
    digests = postgres.store().digests();
  }

  @Test
  void whomOneReplicaTakesNoOtherDoesInThePeriod() throws SQLException {
    try (PostgresStore other = PostgresStore.open(postgres.config(), TestKeys.EVIDENCE)) {
      assertThat(people(digests.take(List.of(ANN, BEN), 1, PERIOD))).containsExactly(ANN);
      assertThat(people(other.digests().take(List.of(ANN, BEN), 9, PERIOD))).containsExactly(BEN);
      assertThat(other.digests().take(List.of(ANN, BEN), 9, PERIOD)).isEmpty();

      later("30 minutes");
      assertThat(people(other.digests().take(List.of(ANN, BEN), 9, PERIOD)))
          .containsExactlyInAnyOrder(ANN, BEN);
    }
  }

  @Test
  void ofManyReplicasAtOnceOneTakesEach() throws Exception {
    List<PersonId> people = new ArrayList<>();
    for (int number = 0; number < 40; number++) {
      people.add(new PersonId("p" + number));
    }
    List<PersonId> taken = new ArrayList<>();
    try (PostgresStore other = PostgresStore.open(postgres.config(), TestKeys.EVIDENCE);
        ExecutorService replicas = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<List<Turn>>> takes = new ArrayList<>();
      for (int replica = 0; replica < 8; replica++) {
        List<PersonId> asked = new ArrayList<>(people);
        Collections.rotate(asked, 5 * replica);
        Digests own = replica % 2 == 0 ? digests : other.digests();
        takes.add(() -> own.take(asked, 20, PERIOD));
      }
      for (Future<List<Turn>> each : replicas.invokeAll(takes)) {
        taken.addAll(people(each.get()));
      }
    }
    assertThat(taken).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(40).isNotEmpty();
  }

  @Test
  void whatWasToldIsKnownInTheNextTurn() throws SQLException {
    Turn first = digests.take(List.of(ANN), 1, PERIOD).getFirst();
    assertThat(first.told()).isEmpty();
    digests.told(first, List.of(REQUEST));
    later("30 minutes");

    assertThat(digests.take(List.of(ANN), 1, PERIOD).getFirst().told()).containsExactly(REQUEST);
  }

  @Test
  void aTurnInWhichNothingWasSentEndsSooner() throws SQLException {
    digests.sentNothing(digests.take(List.of(ANN), 1, PERIOD).getFirst(), Duration.ofMinutes(2));
    assertThat(digests.take(List.of(ANN), 1, PERIOD)).isEmpty();

    later("2 minutes");
    assertThat(digests.take(List.of(ANN), 1, PERIOD)).hasSize(1);
  }

  /// A replica that was held up for longer than its turn shortens nobody else's.
  @Test
  void whoseTurnIsOverChangesTheNextOneNoMore() throws SQLException {
    Turn late = digests.take(List.of(ANN), 1, PERIOD).getFirst();
    later("30 minutes");
    Turn next = digests.take(List.of(ANN), 1, PERIOD).getFirst();

    digests.sentNothing(late, Duration.ZERO);
    digests.told(late, List.of(REQUEST));

    assertThat(digests.take(List.of(ANN), 1, PERIOD)).isEmpty();
    later("30 minutes");
    assertThat(digests.take(List.of(ANN), 1, PERIOD).getFirst().told()).isEqualTo(next.told());
  }

  @Test
  void whoeverIsMutedIsSoOnEveryReplicaUntilItIsOver() throws SQLException {
    Mutes mutes = postgres.store().mutes();
    mutes.mute(ANN, Duration.ofHours(1));
    mutes.mute(ANN, Mutes.LASTS);
    mutes.mute(BEN, Mutes.LASTS);
    try (PostgresStore other = PostgresStore.open(postgres.config(), TestKeys.EVIDENCE)) {
      assertThat(other.mutes().muted()).isEqualTo(Set.of(ANN, BEN));
      other.mutes().unmute(BEN);
    }
    assertThat(mutes.muted()).containsExactly(ANN);

    postgres.asAdmin("update countersign.mute set until = until - interval '12 hours'");
    assertThat(mutes.muted()).isEmpty();
  }

  private void later(String time) throws SQLException {
    postgres.asAdmin("update countersign.digest set due_at = due_at - interval '" + time + "'");
  }

  private static List<PersonId> people(List<Turn> turns) {
    return turns.stream().map(Turn::person).toList();
  }
}
