package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.TestKeys;
import dev.countersign.audit.EntryType;
import dev.countersign.ledger.CommitBuilder;
import dev.countersign.ledger.CommitResult.Committed;
import dev.countersign.ledger.CommitResult.TooLate;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.OpeningBuilder;
import dev.countersign.ledger.RequestRecord;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Every wait for the database ends.
@Timeout(60)
class BoundsTest {
  @RegisterExtension
  static final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @Test
  void whoeverFindsAllConnectionsBusyIsToldSo() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    try (Database database = Database.open(oneConnection());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Boolean> holder =
          threads.submit(() ->
              database.askOn(_ -> {
                held.countDown();
                return await(release);
              }));
      held.await();

      assertThatThrownBy(() -> new PostgresLedger(database, TestKeys.EVIDENCE).now())
          .isInstanceOf(LedgerUnavailableException.class)
          .hasMessage("all connections are busy");

      release.countDown();
      assertThat(holder.get()).isTrue();
      assertThat(new PostgresLedger(database, TestKeys.EVIDENCE).now()).isNotNull();
    }
  }

  @Test
  void aRowThatSomebodyHoldsIsNotWaitedForForEver() throws Exception {
    try (PostgresStore store = PostgresStore.open(oneConnection(), TestKeys.EVIDENCE);
        Connection holder = postgres.admin().getConnection();
        Statement statement = holder.createStatement()) {
      Ledger ledger = store.ledger();
      Opening opening = OpeningBuilder.at(ledger.now()).build();
      ledger.open(opening);
      RequestRecord seen = ledger.find(opening.proposal().id()).orElseThrow();
      var commit = CommitBuilder.on(seen).note(EntryType.CARD_POSTED).build();
      holder.setAutoCommit(false);
      statement.execute("select * from countersign.request for update");

      assertThatThrownBy(() -> ledger.commit(commit))
          .isInstanceOf(LedgerUnavailableException.class);

      holder.rollback();
      assertThat(ledger.commit(commit)).isEqualTo(new Committed());
    }
  }

  @Test
  void aDeadlineThatPassesWhileTheRowIsHeldIsTooLate() throws Exception {
    try (Connection holder = postgres.admin().getConnection();
        Statement statement = holder.createStatement();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Ledger ledger = postgres.store().ledger();
      Opening opening = OpeningBuilder.at(ledger.now()).build();
      ledger.open(opening);
      RequestRecord seen = ledger.find(opening.proposal().id()).orElseThrow();
      holder.setAutoCommit(false);
      statement.execute("select * from countersign.request for update");
      var soon = ledger.now().plusMillis(300);

      var waiting =
          threads.submit(() ->
              ledger.commit(
                  CommitBuilder.on(seen).note(EntryType.CARD_POSTED).before(soon).build()));
      // The server itself waits past the instant before it lets go of the row.
      statement.execute("select pg_sleep(0.5)");
      holder.rollback();

      assertThat(waiting.get()).isEqualTo(new TooLate());
    }
  }

  @Test
  void anUnreachableDatabaseIsNamedAtTheStart() throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }

    assertThatThrownBy(() ->
            PostgresStore.open(
                StoreConfig.of(
                    "jdbc:postgresql://localhost:" + closed + "/none", "nobody", "canary"),
                TestKeys.EVIDENCE))
        .isInstanceOf(LedgerUnavailableException.class)
        .hasMessageNotContaining("canary");
  }

  @Test
  void aPasswordIsNotPrinted() {
    assertThat(postgres.config().toString()).doesNotContain(EmbeddedServer.APP_PASSWORD);
  }

  private static StoreConfig oneConnection() {
    return new StoreConfig(
        postgres.url(),
        EmbeddedServer.APP_ROLE,
        EmbeddedServer.APP_PASSWORD,
        1,
        Duration.ofMillis(250),
        Duration.ofMillis(200),
        Duration.ofSeconds(2));
  }

  private static boolean await(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
