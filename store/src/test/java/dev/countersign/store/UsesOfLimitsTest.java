package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.TestKeys;
import dev.countersign.ledger.Ids;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.OpenResult;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.OpeningBuilder;
import dev.countersign.policy.Charge;
import dev.countersign.policy.Counts;
import dev.countersign.policy.UseLimit;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What limits of standing approvals count, beside what every ledger promises of them.
class UsesOfLimitsTest {
  private static final int CROWD = 48;

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  private static Charge use(String agent, long most, Duration within) {
    return new Charge(UseLimit.Per.AGENT, Optional.of(agent), Optional.empty(), 1, 0, most, within);
  }

  private OpeningBuilder using(String agent, long most) {
    return OpeningBuilder.at(ledger().now()).using(use(agent, most, Duration.ofHours(1)));
  }

  private Ledger ledger() {
    return postgres.store().ledger();
  }

  private long used(String agent) {
    return ledger().counts(using(agent, 1).uses()).before().getFirst().amount();
  }

  @Test
  void atOnceOnTwoReplicasTheLastUseIsGivenOnce() throws Exception {
    try (PostgresStore other = PostgresStore.open(postgres.config(), TestKeys.EVIDENCE)) {
      List<Ledger> replicas = List.of(ledger(), other.ledger());
      for (int round = 0; round < 5; round++) {
        String agent = "bot-" + round;
        List<Opening> crowd =
            IntStream.range(0, CROWD).mapToObj(_ -> using(agent, 7).build()).toList();

        List<OpenResult> results = together(nth -> replicas.get(nth % 2).open(crowd.get(nth)));

        assertThat(results).filteredOn(new OpenResult.Opened()::equals).hasSize(7);
        assertThat(results).filteredOn(OpenResult.UsedUp.class::isInstance).hasSize(CROWD - 7);
        assertThat(used(agent)).isEqualTo(7);
        assertThat(told(crowd)).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L);
      }
    }
  }

  /// Of one key many come at once, and each key comes to both replicas.
  @Test
  void repeatsThatComeAtOnceUseTheLimitOnce() throws Exception {
    try (PostgresStore other = PostgresStore.open(postgres.config(), TestKeys.EVIDENCE)) {
      List<Ledger> replicas = List.of(ledger(), other.ledger());
      List<Opening> crowd =
          IntStream.range(0, CROWD)
              .mapToObj(nth -> using("bot", 100).idempotent("key-" + nth % 6, "body").build())
              .toList();

      List<OpenResult> results = together(nth -> replicas.get(nth % 2).open(crowd.get(nth)));

      assertThat(results).filteredOn(new OpenResult.Opened()::equals).hasSize(6);
      assertThat(results).filteredOn(OpenResult.Replayed.class::isInstance).hasSize(CROWD - 6);
      assertThat(used("bot")).isEqualTo(6);
      assertThat(told(crowd)).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L);
    }
  }

  private List<Long> told(List<Opening> openings) {
    return openings.stream()
        .flatMap(opening -> ledger().find(opening.proposal().id()).stream())
        .map(record -> record.ruling().allowances().getFirst().charges().getFirst().used())
        .toList();
  }

  @Test
  void aUseLeavesTheWindowAndThenTheTable() throws Exception {
    ledger().open(using("bot", 1).build());
    age("59 minutes");
    assertThat(ledger().open(using("bot", 1).build())).isInstanceOf(OpenResult.UsedUp.class);
    age("61 minutes");
    assertThat(ledger().open(using("bot", 1).build())).isEqualTo(new OpenResult.Opened());
    assertThat(rows()).isEqualTo(2);

    age("30 days");
    ledger().open(using("another", 1).build());

    assertThat(rows()).as("whoever counts next clears away").isEqualTo(1);
  }

  @Test
  void aLimitOfManySmallAmountsLooksAtNoMoreRequestsThanItsBound() throws Exception {
    Charge small =
        new Charge(
            UseLimit.Per.RULE,
            Optional.empty(),
            Optional.of("amount"),
            2,
            0,
            UseLimit.MOST,
            Duration.ofHours(1));
    postgres.asAdmin(
        "insert into countersign.limit_use (name, at, request_id, amount) select '%s', now(), n::text, 1 from generate_series(1, %d) n"
            .formatted(small.name("external-message"), UseLimit.MOST_USES + 5));
    OpeningBuilder one = OpeningBuilder.at(ledger().now()).using(small);

    assertThat(ledger().counts(one.uses()).before())
        .containsExactly(new Counts.Count(UseLimit.MOST_USES, UseLimit.MOST_USES));
    assertThat(ledger().open(one.build())).isInstanceOf(OpenResult.UsedUp.class);
  }

  /// Whoever has the password of the application can make limits narrower, not wider.
  @Test
  void theApplicationCannotTakeBackAUseThatStillCounts() throws Exception {
    ledger().open(using("bot", 1).build());
    for (String sql :
        List.of(
            "delete from limit_use",
            "update limit_use set at = at - interval '1 year'",
            "truncate limit_use",
            "insert into limit_use select name, at, 'x', -1 from limit_use")) {
      assertThatThrownBy(() -> asApplication(sql)).as(sql).isInstanceOf(SQLException.class);
    }
    assertThat(used("bot")).isEqualTo(1);

    asApplication("insert into limit_use select name, at, 'x', 1 from limit_use");
    assertThat(used("bot")).isEqualTo(2);
  }

  /// What is in the way of one is not in the way of the others of its batch.
  @Test
  void ofABatchEachIsCountedAfterThoseBeforeIt() {
    try (Database database = Database.open(postgres.config())) {
      OpenBatch batch =
          new OpenBatch(
              database, new PostgresLedger(database, TestKeys.EVIDENCE), TestKeys.EVIDENCE);
      ledger().open(using("bot", 9).idempotent("taken", "body").build());
      List<Opening> openings =
          List.of(
              using("bot", 3).build(),
              using("bot", 9).idempotent("taken", "body").build(),
              using("bot", 3).idempotent("free", "body").build(),
              using("bot", 3).build(),
              using("other", 1).build(),
              OpeningBuilder.at(ledger().now()).id(Ids.proposal()).build());

      List<Optional<OpenResult>> results =
          batch.together(
              openings.stream().map(each -> OpenRow.of(each, TestKeys.EVIDENCE)).toList());

      Optional<OpenResult> opened = Optional.of(new OpenResult.Opened());
      assertThat(results)
          .containsExactly(opened, Optional.empty(), opened, Optional.empty(), opened, opened);
      assertThat(told(List.of(openings.get(0), openings.get(2)))).containsExactly(2L, 3L);
    }
  }

  private void age(String age) throws Exception {
    postgres.asAdmin(
        """
        alter table countersign.limit_use disable trigger written_once;
        update countersign.limit_use set at = statement_timestamp() - interval '%s';
        alter table countersign.limit_use enable always trigger written_once;
        """
            .formatted(age));
  }

  private void asApplication(String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                postgres.url() + "?currentSchema=" + Migration.SCHEMA,
                EmbeddedServer.APP_ROLE,
                EmbeddedServer.APP_PASSWORD);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private int rows() throws SQLException {
    try (Connection connection = postgres.admin().getConnection();
        Statement statement = connection.createStatement();
        var row = statement.executeQuery("select count(*) from countersign.limit_use")) {
      assertThat(row.next()).isTrue();
      return row.getInt(1);
    }
  }

  private static List<OpenResult> together(Step step) throws Exception {
    CountDownLatch ready = new CountDownLatch(CROWD);
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<OpenResult>> steps =
          IntStream.range(0, CROWD)
              .<Callable<OpenResult>>mapToObj(nth ->
                  () -> {
                    ready.countDown();
                    ready.await();
                    return step.run(nth);
                  })
              .toList();
      List<OpenResult> results = new ArrayList<>();
      for (Future<OpenResult> future : pool.invokeAll(steps)) {
        results.add(future.get());
      }
      return results;
    }
  }

  private interface Step {
    OpenResult run(int nth) throws Exception;
  }
}
