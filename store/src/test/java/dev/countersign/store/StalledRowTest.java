package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.TestKeys;
import dev.countersign.audit.EntryType;
import dev.countersign.ledger.CommitBuilder;
import dev.countersign.ledger.CommitResult;
import dev.countersign.ledger.CommitResult.Committed;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.OpenResult;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.OpeningBuilder;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.store.HeldWrites.Wait;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// However much waits for what does not move, decisions on other requests go through. Nothing that
/// waits gives up while a test runs: so whatever goes through does not owe it to that.
@Timeout(60)
class StalledRowTest {
  private static final Duration NEVER = Duration.ofMinutes(10);
  private static final int CONNECTIONS = 8;

  /// More than there are connections.
  private static final int CROWD = 64;

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private Database database;
  private PostgresLedger single;
  private GroupedLedger ledger;

  @BeforeEach
  void open() {
    database =
        Database.open(
            new StoreConfig(
                postgres.url(),
                EmbeddedServer.APP_ROLE,
                EmbeddedServer.APP_PASSWORD,
                CONNECTIONS,
                NEVER,
                NEVER,
                NEVER));
    single = new PostgresLedger(database, TestKeys.EVIDENCE);
    ledger = new GroupedLedger(database, TestKeys.EVIDENCE);
  }

  @AfterEach
  void close() {
    callers.shutdownNow();
    database.close();
  }

  @Test
  void howeverManyWantARowThatIsHeldElsewhereDecisionsOnOthersGoThrough() throws Exception {
    RequestRecord stalled = opened();
    List<RequestRecord> others = opened(CROWD);
    try (Connection elsewhere = holding(List.of(stalled))) {
      List<Future<CommitResult>> waiting = new ArrayList<>();
      for (int nth = 0; nth < CROWD; nth++) {
        waiting.add(commit(vote(stalled, "lead-" + nth)));
        waiting.add(commit(note(stalled)));
      }

      assertEachIsDecided(others);

      assertThat(waiting).as("the row is held still").noneMatch(Future::isDone);
      elsewhere.rollback();
      assertThat(results(waiting)).containsOnlyOnce(new Committed());
      assertThat(results(waiting)).containsOnly(new Committed(), new CommitResult.Overtaken());
    }
  }

  @Test
  void asManyRowsHeldElsewhereAsThereAreConnectionsKeepNoDecisionOnOthersWaiting()
      throws Exception {
    List<RequestRecord> stalled = opened(2 * CONNECTIONS);
    List<RequestRecord> others = opened(CROWD);
    try (Connection elsewhere = holding(stalled)) {
      List<Future<CommitResult>> waiting = new ArrayList<>();
      for (RequestRecord record : stalled) {
        waiting.add(commit(vote(record, "lead-1")));
      }

      assertEachIsDecided(others);

      assertThat(waiting).as("the rows are held still").noneMatch(Future::isDone);
      elsewhere.rollback();
      assertThat(results(waiting)).containsOnly(new Committed());
    }
  }

  @Test
  void aQueueThatIsFullOfOtherStepsKeepsNoDecisionWaiting() throws Exception {
    List<RequestRecord> stalled = new ArrayList<>();
    RequestRecord waitingFor = opened();
    RequestRecord other = opened();
    CountDownLatch refused = new CountDownLatch(1);
    try (HeldWrites held = new HeldWrites(postgres.admin())) {
      while (stalled.size() < BatchQueue.MOST_WRITERS) {
        RequestRecord record = opened();
        held.hold(record.request().id());
        callers.execute(() -> ledger.commit(note(record).build()));
        stalled.add(record);
        held.await(Wait.ENTRIES, stalled.size());
      }
      for (int nth = 0; nth <= BatchQueue.CAPACITY; nth++) {
        callers.execute(() -> {
          try {
            ledger.commit(note(waitingFor).build());
          } catch (LedgerUnavailableException e) {
            refused.countDown();
          }
        });
      }
      refused.await();
      assertThatThrownBy(() -> ledger.commit(note(other).build()))
          .isInstanceOf(LedgerUnavailableException.class)
          .hasMessageContaining("steps wait already; nothing was done");

      assertThat(ledger.commit(vote(other, "lead-1").build())).isEqualTo(new Committed());
      assertThat(ledger.find(other.request().id()).orElseThrow().request().votes()).hasSize(1);

      for (RequestRecord record : stalled) {
        held.release(record.request().id());
      }
    }
  }

  /// Somebody who holds the rows of these requests and does not let go.
  private Connection holding(List<RequestRecord> records) throws SQLException {
    Connection elsewhere = postgres.admin().getConnection();
    elsewhere.setAutoCommit(false);
    try (PreparedStatement statement =
        elsewhere.prepareStatement(
            "select from countersign.request where id = any(?) for update")) {
      statement.setArray(
          1,
          elsewhere.createArrayOf(
              "text", records.stream().map(record -> record.request().id().value()).toArray()));
      statement.execute();
    }
    return elsewhere;
  }

  private Future<CommitResult> commit(CommitBuilder step) {
    return callers.submit(() -> ledger.commit(step.build()));
  }

  private static List<CommitResult> results(List<Future<CommitResult>> waiting) throws Exception {
    List<CommitResult> results = new ArrayList<>();
    for (Future<CommitResult> result : waiting) {
      results.add(result.get());
    }
    return results;
  }

  /// One after another, as people press.
  private void assertEachIsDecided(List<RequestRecord> records) {
    for (RequestRecord record : records) {
      RequestRecord seen = ledger.find(record.request().id()).orElseThrow();
      assertThat(ledger.commit(vote(seen, "lead-1").build())).isEqualTo(new Committed());
    }
  }

  private List<RequestRecord> opened(int many) {
    return IntStream.range(0, many).mapToObj(_ -> opened()).toList();
  }

  private RequestRecord opened() {
    Opening opening = OpeningBuilder.at(single.now()).build();
    assertThat(single.open(opening)).isEqualTo(new OpenResult.Opened());
    ProposalId id = opening.proposal().id();
    return single.find(id).orElseThrow();
  }

  private static CommitBuilder note(RequestRecord seen) {
    return CommitBuilder.on(seen).note(EntryType.CARD_UPDATED);
  }

  private static CommitBuilder vote(RequestRecord seen, String person) {
    return CommitBuilder.on(seen).voted(Decision.APPROVE, person, Optional.empty());
  }
}
