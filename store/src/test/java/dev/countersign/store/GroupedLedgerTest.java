package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.TestKeys;
import dev.countersign.audit.EntryType;
import dev.countersign.ledger.Commit;
import dev.countersign.ledger.CommitBuilder;
import dev.countersign.ledger.CommitResult;
import dev.countersign.ledger.CommitResult.Committed;
import dev.countersign.ledger.CommitResult.Overtaken;
import dev.countersign.ledger.CommitResult.TooLate;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.Ids;
import dev.countersign.ledger.IssuedGrant;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.OpenBudget;
import dev.countersign.ledger.OpenResult;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.OpeningBuilder;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.policy.Gate;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.GrantMode;
import dev.countersign.request.RequestEvent;
import dev.countersign.request.RequestState;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What becomes of each item of a batch when something is wrong with another.
@Timeout(120)
class GroupedLedgerTest {
  private static final int MANY = 64;

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();
  private Database database;
  private PostgresLedger single;
  private GroupedLedger ledger;
  private CommitBatch commits;
  private OpenBatch openings;

  @BeforeEach
  void open() {
    database = Database.open(postgres.config());
    single = new PostgresLedger(database, TestKeys.EVIDENCE);
    ledger = new GroupedLedger(database, TestKeys.EVIDENCE);
    commits = new CommitBatch(database, single);
    openings = new OpenBatch(database, single, TestKeys.EVIDENCE);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void eachOfABatchGetsItsOwnVerdict() {
    List<RequestRecord> seen = opened(4);
    RequestRecord moved = seen.get(1);
    note(moved);

    List<Optional<CommitResult>> verdicts =
        commits.together(
            List.of(
                noting(seen.get(0)),
                noting(moved),
                row(
                    CommitBuilder.on(seen.get(2))
                        .note(EntryType.CARD_UPDATED)
                        .before(Instant.EPOCH)),
                noting(seen.get(3))));

    assertThat(verdicts)
        .containsExactly(
            Optional.of(new Committed()),
            Optional.of(new Overtaken()),
            Optional.of(new TooLate()),
            Optional.of(new Committed()));
    assertThat(ledger.audit(id(seen.get(2)))).hasSize(seen.get(2).head().seq());
  }

  @Test
  void everyPartOfEveryStepOfABatchIsWritten() {
    List<RequestRecord> seen = opened(3);
    commits.together(
        seen.stream()
            .map(record ->
                row(
                    CommitBuilder.on(record)
                        .voted(Decision.APPROVE, "lead-1", Optional.of("support"))
                        .note(EntryType.CARD_UPDATED)
                        .deliver(DeliveryKind.SHOW_CARD, "slack:T01:C01")
                        .deliver(DeliveryKind.EXECUTE, "")))
            .toList());

    for (RequestRecord record : seen) {
      RequestRecord after = single.find(id(record)).orElseThrow();
      assertThat(after.request().votes()).hasSize(1);
      assertThat(after.seals()).hasSize(1);
      assertThat(ledger.audit(id(record))).hasSize(after.head().seq());
      assertThat(ledger.audit(id(record)).getLast().head()).isEqualTo(after.head());
    }
    PostgresDeliveries deliveries = new PostgresDeliveries(database, RequestRows::record);
    assertThat(deliveries.claim(DeliveryKind.EXECUTE, 10, Duration.ofMinutes(1))).hasSize(3);
    assertThat(deliveries.claim(DeliveryKind.SHOW_CARD, 10, Duration.ofMinutes(1))).hasSize(3);
  }

  /// A second vote of one person, past the transition table, as the store alone sees it.
  @Test
  void ofManyStepsTheOneThatIsNotAcceptedAloneIsKeptOut() throws Exception {
    List<RequestRecord> seen = opened(MANY);
    RequestRecord voted =
        then(seen.get(7), CommitBuilder.on(seen.get(7)).voted(Decision.APPROVE, "lead-1", none()));
    List<CommitBuilder> steps = new ArrayList<>();
    seen.forEach(
        record -> steps.add(CommitBuilder.on(record).voted(Decision.APPROVE, "lead-1", none())));
    steps.set(
        7, CommitBuilder.on(voted).note(EntryType.VOTED).vote(voted.request().votes().getFirst()));

    List<CommitResult> results = atOnce(steps);

    assertThat(results.get(7)).isEqualTo(new CommitResult.Overtaken());
    results.remove(7);
    assertThat(results).hasSize(MANY - 1).containsOnly(new Committed());
  }

  /// Text that Postgres does not take.
  @Test
  void ofManyStepsTheOneThatCannotBeStoredIsRefusedAlone() throws Exception {
    List<RequestRecord> seen = opened(MANY);
    List<CommitBuilder> steps = new ArrayList<>();
    seen.forEach(
        record -> steps.add(CommitBuilder.on(record).voted(Decision.APPROVE, "lead-1", none())));
    steps.get(7).deliver(DeliveryKind.SHOW_CARD, "slack:T01:\0");

    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<CommitResult>> results =
          steps.stream().map(step -> callers.submit(() -> ledger.commit(step.build()))).toList();
      for (int i = 0; i < MANY; i++) {
        if (i == 7) {
          assertThatThrownBy(results.get(i)::get).hasCauseInstanceOf(IllegalStateException.class);
        } else {
          assertThat(results.get(i).get()).isEqualTo(new Committed());
        }
      }
    }
    assertThat(single.find(id(seen.get(7))).orElseThrow().head()).isEqualTo(seen.get(7).head());
  }

  /// Locked by somebody who does not let go.
  @Test
  void aRowThatIsHeldElsewhereStallsNoOther() throws Exception {
    List<RequestRecord> seen = opened(MANY);
    try (Connection other = postgres.admin().getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute(
          "select from countersign.request where id = '%s' for update"
              .formatted(id(seen.get(5)).value()));

      try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<CommitResult>> results =
            seen.stream()
                .map(record -> callers.submit(() -> ledger.commit(noting(record).commit())))
                .toList();
        for (int i = 0; i < MANY; i++) {
          if (i != 5) {
            assertThat(results.get(i).get()).isEqualTo(new Committed());
          }
        }
        assertThat(results.get(5).isDone()).as("it waits for the row").isFalse();
        assertThatThrownBy(results.get(5)::get)
            .hasCauseInstanceOf(LedgerUnavailableException.class);
      }
      other.rollback();
    }
    assertThat(ledger.commit(noting(seen.get(5)).commit())).isEqualTo(new Committed());
  }

  /// The row of a delivery cannot be passed over.
  @Test
  void aDeliveryThatIsHeldElsewhereSendsABatchByItself() throws Exception {
    List<RequestRecord> seen = new ArrayList<>();
    for (RequestRecord record : opened(3)) {
      seen.add(
          then(
              record,
              CommitBuilder.on(record)
                  .note(EntryType.CARD_UPDATED)
                  .deliver(DeliveryKind.EXECUTE, "")));
    }
    try (Connection other = postgres.admin().getConnection();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute(
          "select from countersign.delivery where request_id = '%s' for update"
              .formatted(id(seen.get(1)).value()));
      List<CommitRow> rows =
          seen.stream()
              .map(record ->
                  row(
                      CommitBuilder.on(record)
                          .note(EntryType.CARD_UPDATED)
                          .deliver(DeliveryKind.EXECUTE, "")))
              .toList();

      assertThatThrownBy(() -> commits.together(rows))
          .isInstanceOfSatisfying(
              LedgerUnavailableException.class, e -> assertThat(Database.blamesAnItem(e)).isTrue());
      other.rollback();
    }
  }

  @Test
  void theGrantOfAFormerEpochKeepsNoOtherFromBeingSpent() throws Exception {
    List<RequestRecord> granted = IntStream.range(0, 8).mapToObj(_ -> granted()).toList();
    postgres.asAdmin(
        "insert into countersign.execution_hold (request_id, epoch) values ('%s', 1)"
            .formatted(id(granted.get(3)).value()));

    List<CommitBuilder> spending =
        granted.stream()
            .map(record ->
                CommitBuilder.on(record)
                    .event(
                        new RequestEvent.GrantRedeemed(
                            record.grant().orElseThrow().id(), Ids.execution(), record.now())))
            .toList();

    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<CommitResult>> results =
          spending.stream().map(step -> callers.submit(() -> ledger.commit(step.build()))).toList();
      for (int i = 0; i < results.size(); i++) {
        if (i == 3) {
          assertThatThrownBy(results.get(i)::get).hasMessageContaining("released");
        } else {
          assertThat(results.get(i).get()).isEqualTo(new Committed());
        }
      }
    }
  }

  @Test
  void ofABatchOfOpeningsOnlyThoseThatLandAreAnswered() {
    RequestRecord predecessor = opened(1).getFirst();
    RequestRecord stale = opened(1).getFirst();
    note(stale);
    Opening taken = opening().idempotent("taken", "b").build();
    assertThat(ledger.open(taken)).isEqualTo(new OpenResult.Opened());
    ProposalId successor = Ids.proposal();

    List<Optional<OpenResult>> answers =
        openings.together(
            List.of(
                row(opening().build()),
                row(opening().idempotent("taken", "b").build()),
                row(opening().id(successor).superseding(ended(predecessor, successor)).build()),
                row(opening().superseding(ended(stale, Ids.proposal())).build()),
                row(opening().admitted("q", false, new OpenBudget(2, 100)).build()),
                row(opening().admitted("r", false, new OpenBudget(2, 100)).build()),
                row(opening().admitted("s", false, new OpenBudget(2, 100)).build())));

    Optional<OpenResult> landed = Optional.of(new OpenResult.Opened());
    assertThat(answers.subList(0, 4))
        .containsExactly(landed, Optional.empty(), landed, Optional.empty());
    assertThat(answers.subList(4, 7)).filteredOn(landed::equals).hasSizeLessThanOrEqualTo(2);
    assertThat(answers.getLast()).isEmpty();
    assertThat(single.find(id(predecessor)).orElseThrow().request().state())
        .isInstanceOf(RequestState.Superseded.class);
    assertThat(single.find(id(stale)).orElseThrow().request().state())
        .isInstanceOf(RequestState.Pending.class);
  }

  /// Its predecessor has ended in the same transaction by then.
  @Test
  void aSuccessorWhoseKeyIsTakenUndoesTheBatch() {
    RequestRecord predecessor = opened(1).getFirst();
    assertThat(ledger.open(opening().idempotent("taken", "b").build()))
        .isEqualTo(new OpenResult.Opened());
    ProposalId successor = Ids.proposal();
    List<OpenRow> rows =
        List.of(
            row(opening().build()),
            row(
                opening()
                    .id(successor)
                    .idempotent("taken", "b")
                    .superseding(ended(predecessor, successor))
                    .build()));

    assertThatThrownBy(() -> openings.together(rows)).isInstanceOf(ConflictException.class);

    assertThat(single.find(id(predecessor)).orElseThrow().request().state())
        .isInstanceOf(RequestState.Pending.class);
    assertThat(single.find(rows.getFirst().opening().proposal().id())).isEmpty();
  }

  @Test
  void manyReadsAtOnceGetWhatEachAskedFor() throws Exception {
    List<RequestRecord> seen = opened(MANY);
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Optional<RequestRecord>>> found =
          seen.stream().map(record -> callers.submit(() -> ledger.find(id(record)))).toList();
      Future<Optional<RequestRecord>> unknown = callers.submit(() -> ledger.find(Ids.proposal()));
      for (int i = 0; i < MANY; i++) {
        assertThat(found.get(i).get().orElseThrow().request()).isEqualTo(seen.get(i).request());
        assertThat(ledger.audit(id(seen.get(i)))).hasSize(seen.get(i).head().seq());
      }
      assertThat(unknown.get()).isEmpty();
    }
  }

  private List<CommitResult> atOnce(List<CommitBuilder> steps) throws Exception {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<CommitResult>> results =
          steps.stream().map(step -> callers.submit(() -> ledger.commit(step.build()))).toList();
      List<CommitResult> answers = new ArrayList<>();
      for (Future<CommitResult> result : results) {
        answers.add(result.get());
      }
      return answers;
    }
  }

  private List<RequestRecord> opened(int many) {
    return IntStream.range(0, many)
        .mapToObj(_ -> {
          Opening opening = opening().build();
          assertThat(single.open(opening)).isEqualTo(new OpenResult.Opened());
          return single.find(opening.proposal().id()).orElseThrow();
        })
        .toList();
  }

  private RequestRecord granted() {
    Instant now = single.now();
    IssuedGrant grant =
        new IssuedGrant(Ids.grant(), 1, now, now.plus(Duration.ofHours(1)), "e30.e30.c2ln");
    Opening opening =
        opening()
            .ruled(
                Gate.ALLOW,
                new RequestState.Approved(
                    GrantMode.AUTO, now, new Execution.Granted(grant.id(), grant.expiresAt())))
            .grant(grant)
            .build();
    assertThat(single.open(opening)).isEqualTo(new OpenResult.Opened());
    return single.find(opening.proposal().id()).orElseThrow();
  }

  private OpeningBuilder opening() {
    return OpeningBuilder.at(single.now());
  }

  private RequestRecord then(RequestRecord seen, CommitBuilder step) {
    assertThat(single.commit(step.build())).isEqualTo(new Committed());
    return single.find(id(seen)).orElseThrow();
  }

  private void note(RequestRecord seen) {
    assertThat(single.commit(noting(seen))).isEqualTo(new Committed());
  }

  private static CommitRow noting(RequestRecord seen) {
    return row(CommitBuilder.on(seen).note(EntryType.CARD_UPDATED));
  }

  private static CommitRow row(CommitBuilder step) {
    return CommitRow.of(step.build(), TestKeys.EVIDENCE);
  }

  private static OpenRow row(Opening opening) {
    return OpenRow.of(opening, TestKeys.EVIDENCE);
  }

  private static Commit ended(RequestRecord old, ProposalId successor) {
    return CommitBuilder.on(old).event(new RequestEvent.SupersededBy(successor, old.now())).build();
  }

  private static Optional<String> none() {
    return Optional.empty();
  }

  private static ProposalId id(RequestRecord record) {
    return record.request().id();
  }
}
