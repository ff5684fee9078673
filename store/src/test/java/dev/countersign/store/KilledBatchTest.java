package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.TestKeys;
import dev.countersign.ledger.Commit;
import dev.countersign.ledger.CommitBuilder;
import dev.countersign.ledger.CommitResult;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.OpenBudget;
import dev.countersign.ledger.OpenResult;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.OpeningBuilder;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.store.HeldWrites.Wait;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The server process of a batch ends, before anything of it landed or after all of it did. Each
/// caller hears that nothing is known, and whoever tries again does nothing twice.
@Timeout(120)
class KilledBatchTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  /// What a server says that finds no room for a row.
  // Its place is for a request; it stands apart from the test that fills it.
  @SuppressWarnings("InlineFormatString")
  private static final String FULL_DISK =
      """
      create function public.full_disk() returns trigger language plpgsql as $$
      begin
        raise exception 'could not extend file' using errcode = 'disk_full';
      end $$;
      create trigger full_disk after insert on countersign.audit_entry
        for each row when (new.request_id = '%s') execute function public.full_disk();
      """;

  private static final String DELIVERY = "slack:T01:C01";

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private Database database;
  private PostgresLedger single;
  private HeldWrites held;

  @BeforeEach
  void open() throws SQLException {
    // The embedded server syncs nothing by itself, and so would wait for no standby either.
    postgres.asAdmin("alter role countersign_app set synchronous_commit = on");
    database =
        Database.open(
            new StoreConfig(
                postgres.url(),
                EmbeddedServer.APP_ROLE,
                EmbeddedServer.APP_PASSWORD,
                4,
                LONG,
                LONG,
                LONG));
    single = new PostgresLedger(database, TestKeys.EVIDENCE);
    held = new HeldWrites(postgres.admin());
  }

  @AfterEach
  void close() throws Exception {
    confirmByNobody(false);
    postgres.asAdmin("alter role countersign_app reset synchronous_commit");
    held.close();
    callers.shutdownNow();
    database.close();
  }

  @Test
  void stepsOfABatchThatIsKilledInItsMidstDidNothingAndLandWhenTriedAgain() throws Exception {
    List<RequestRecord> seen = opened();
    List<Future<CommitResult>> answers =
        stoppedBatch(steps(), seen, KilledBatchTest::row, idsOf(seen));

    held.terminate(Wait.ENTRIES);

    assertEachHearsThatNothingIsKnown(answers);
    List<RequestRecord> batch = seen.subList(1, seen.size());
    for (RequestRecord record : batch) {
      assertThat(single.audit(record.request().id())).hasSize(record.head().seq());
    }
    held.release(victim(idsOf(seen)));
    for (RequestRecord record : batch) {
      assertThat(single.commit(step(record))).isEqualTo(new CommitResult.Committed());
      assertVotedOnce(record);
    }
    assertEachIsDeliveredOnce(seen.size());
  }

  @Test
  void stepsOfABatchThatLandedWithoutAWordAreFoundWhenTriedAgain() throws Exception {
    List<RequestRecord> seen = opened();
    List<Future<CommitResult>> answers =
        stoppedBatch(steps(), seen, KilledBatchTest::row, idsOf(seen));

    landWithoutAWord(victim(idsOf(seen)));

    assertEachHearsThatNothingIsKnown(answers);
    for (RequestRecord record : seen.subList(1, seen.size())) {
      assertThat(single.commit(step(record))).isEqualTo(new CommitResult.Overtaken());
      assertVotedOnce(record);
    }
    assertEachIsDeliveredOnce(seen.size());
  }

  @Test
  void stepsOfABatchThatMeetsAFullDiskDidNothingAndLandWhenThereIsRoom() throws Exception {
    List<RequestRecord> seen = opened();
    held.run(FULL_DISK.formatted(victim(idsOf(seen))));
    List<Future<CommitResult>> answers =
        stoppedBatch(steps(), seen, KilledBatchTest::row, idsOf(seen));
    held.release(victim(idsOf(seen)));

    assertEachHearsThatNothingIsKnown(answers);

    held.run("drop trigger full_disk on countersign.audit_entry");
    for (RequestRecord record : seen.subList(1, seen.size())) {
      assertThat(single.commit(step(record))).isEqualTo(new CommitResult.Committed());
      assertVotedOnce(record);
    }
  }

  @Test
  void openingsOfABatchThatIsKilledInItsMidstDidNothingAndLandWhenTriedAgain() throws Exception {
    List<Opening> wanted = wanted();
    List<Future<OpenResult>> answers =
        stoppedBatch(openings(), wanted, KilledBatchTest::row, ids(wanted));

    held.terminate(Wait.ENTRIES);

    assertEachHearsThatNothingIsKnown(answers);
    List<Opening> batch = wanted.subList(1, wanted.size());
    for (Opening opening : batch) {
      assertThat(single.find(opening.proposal().id())).isEmpty();
    }
    held.release(victim(ids(wanted)));
    for (Opening opening : batch) {
      assertThat(single.open(opening)).isEqualTo(new OpenResult.Opened());
    }
    assertEachIsDeliveredOnce(wanted.size());
  }

  @Test
  void openingsOfABatchThatLandedWithoutAWordAreFoundUnderTheirKeys() throws Exception {
    List<Opening> wanted = wanted();
    List<Future<OpenResult>> answers =
        stoppedBatch(openings(), wanted, KilledBatchTest::row, ids(wanted));

    landWithoutAWord(victim(ids(wanted)));

    assertEachHearsThatNothingIsKnown(answers);
    List<Opening> again = wanted();
    for (int nth = 1; nth < wanted.size(); nth++) {
      assertThat(single.open(again.get(nth)))
          .isEqualTo(new OpenResult.Replayed(wanted.get(nth).proposal().id(), false));
    }
    assertEachIsDeliveredOnce(wanted.size());
  }

  /// One by itself, and then a full batch that stops in the midst of writing the entry of the
  /// [#victim].
  private <T, I, A> List<Future<A>> stoppedBatch(
      BatchQueue<I, A> queue, List<T> wanted, Function<T, I> row, List<ProposalId> ids)
      throws Exception {
    held.hold(ids.getFirst());
    held.hold(victim(ids));
    Future<A> first = callers.submit(() -> queue.ask(row.apply(wanted.getFirst())));
    held.await(Wait.ENTRIES);
    List<Future<A>> answers = new ArrayList<>();
    for (T each : wanted.subList(1, wanted.size())) {
      answers.add(callers.submit(() -> queue.ask(row.apply(each))));
    }
    while (queue.waiting() < BatchQueue.MOST) {
      Thread.onSpinWait();
    }
    held.release(ids.getFirst());
    first.get();
    held.await(Wait.ENTRIES);
    return answers;
  }

  private static ProposalId victim(List<ProposalId> ids) {
    return ids.get(BatchQueue.MOST / 2);
  }

  /// Lets the batch go on and ends its server process when it is durable, before it says so.
  private void landWithoutAWord(ProposalId victim) throws Exception {
    confirmByNobody(true);
    held.release(victim);
    held.await(Wait.CONFIRMATION);
    held.terminate(Wait.CONFIRMATION);
    confirmByNobody(false);
  }

  /// Whether every commit waits for a standby that is not there.
  private void confirmByNobody(boolean wait) throws Exception {
    held.run("alter system set synchronous_standby_names = '" + (wait ? "nobody" : "") + "'");
    held.run("select pg_reload_conf()");
    if (wait) {
      Future<?> probe = callers.submit(this::writeUntilNobodyConfirms);
      held.await(Wait.CONFIRMATION);
      held.terminate(Wait.CONFIRMATION);
      assertThatThrownBy(probe::get).hasCauseInstanceOf(SQLException.class);
    }
  }

  /// The server takes a while to heed what it is told.
  private Object writeUntilNobodyConfirms() throws SQLException {
    try (Connection connection = postgres.admin().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("set synchronous_commit = on");
      statement.execute("create table public.probe (nth integer)");
      while (true) {
        statement.execute("insert into public.probe values (1)");
      }
    }
  }

  private static void assertEachHearsThatNothingIsKnown(List<? extends Future<?>> answers) {
    for (Future<?> answer : answers) {
      assertThatThrownBy(answer::get)
          .cause()
          .isInstanceOf(LedgerUnavailableException.class)
          .message()
          .matches("the database did not answer: [0-9A-Z]{5}");
    }
  }

  private void assertVotedOnce(RequestRecord seen) {
    RequestRecord now = single.find(seen.request().id()).orElseThrow();
    assertThat(now.request().votes()).hasSize(1);
    assertThat(now.head().seq()).isEqualTo(seen.head().seq() + 1);
    assertThat(single.audit(seen.request().id())).hasSize(now.head().seq());
  }

  private void assertEachIsDeliveredOnce(int many) {
    assertThat(
            new PostgresDeliveries(database, RequestRows::record)
                .claim(DeliveryKind.SHOW_CARD, 10 * many, Duration.ofMinutes(1)))
        .hasSize(many)
        .extracting(Delivery::wanted)
        .containsOnly(1L);
  }

  private BatchQueue<CommitRow, CommitResult> steps() {
    return new BatchQueue<>("steps", database.config(), LONG, new CommitBatch(database, single));
  }

  private BatchQueue<OpenRow, OpenResult> openings() {
    return new BatchQueue<>(
        "openings", database.config(), LONG, new OpenBatch(database, single, TestKeys.EVIDENCE));
  }

  private List<RequestRecord> opened() {
    return IntStream.rangeClosed(0, BatchQueue.MOST)
        .mapToObj(_ -> {
          Opening opening = OpeningBuilder.at(single.now()).build();
          assertThat(single.open(opening)).isEqualTo(new OpenResult.Opened());
          return single.find(opening.proposal().id()).orElseThrow();
        })
        .toList();
  }

  private List<Opening> wanted() {
    return IntStream.rangeClosed(0, BatchQueue.MOST)
        .mapToObj(nth ->
            OpeningBuilder.at(single.now())
                .idempotent("key-" + nth, "body")
                .admitted("question " + nth, false, new OpenBudget(1_000, 1_000))
                .deliver(DeliveryKind.SHOW_CARD, DELIVERY)
                .build())
        .toList();
  }

  private static Commit step(RequestRecord seen) {
    return CommitBuilder.on(seen)
        .voted(Decision.APPROVE, "lead-1", Optional.empty())
        .deliver(DeliveryKind.SHOW_CARD, DELIVERY)
        .build();
  }

  private static CommitRow row(RequestRecord seen) {
    return CommitRow.of(step(seen), TestKeys.EVIDENCE);
  }

  private static OpenRow row(Opening opening) {
    return OpenRow.of(opening, TestKeys.EVIDENCE);
  }

  private static List<ProposalId> idsOf(List<RequestRecord> seen) {
    return seen.stream().map(record -> record.request().id()).toList();
  }

  private static List<ProposalId> ids(List<Opening> wanted) {
    return wanted.stream().map(opening -> opening.proposal().id()).toList();
  }
}
