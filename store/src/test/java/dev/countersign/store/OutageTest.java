package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.TestKeys;
import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.EntryType;
import dev.countersign.ledger.Commit;
import dev.countersign.ledger.CommitBuilder;
import dev.countersign.ledger.CommitResult;
import dev.countersign.ledger.CommitResult.Committed;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.OpeningBuilder;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A server that goes away while steps are being committed, and comes back.
@Timeout(120)
class OutageTest {
  private static final int WRITERS = 4;
  private static final int STEPS_BEFORE_THE_OUTAGE = 25;
  private static final int MOST_QUESTIONS = 40;
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path data;

  @Test
  void anOutageIsNamedAndLeavesNoHalfDoneStep() throws Exception {
    int port = freePort();
    EmbeddedPostgres server = start(port);
    PostgresStore.migrate(
        server.getPostgresDatabase(), EmbeddedServer.APP_ROLE, EmbeddedServer.APP_PASSWORD);
    try (PostgresStore store = open(port, Duration.ofSeconds(2))) {
      Ledger ledger = store.ledger();
      List<Written> written = writeUntilTheServerGoes(ledger, server);

      assertThatThrownBy(ledger::now).isInstanceOf(LedgerUnavailableException.class);

      server = start(port);
      awaitRecovery(ledger);
      for (Written request : written) {
        assertNothingIsHalfDone(ledger, request);
        RequestRecord seen = ledger.find(request.id()).orElseThrow();
        assertThat(ledger.commit(CommitBuilder.on(seen).note(EntryType.CARD_UPDATED).build()))
            .isEqualTo(new Committed());
      }
    } finally {
      server.close();
    }
  }

  @Test
  void ofABatchInWhoseMidstTheServerStopsNothingIsDoneTwice() throws Exception {
    int port = freePort();
    EmbeddedPostgres server = start(port);
    PostgresStore.migrate(
        server.getPostgresDatabase(), EmbeddedServer.APP_ROLE, EmbeddedServer.APP_PASSWORD);
    try (PostgresStore store = open(port, LONG);
        HeldWrites held = new HeldWrites(server.getPostgresDatabase());
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Ledger ledger = store.ledger();
      List<RequestRecord> seen =
          IntStream.range(0, BatchQueue.MOST).mapToObj(_ -> opened(ledger)).toList();
      held.hold(seen.get(BatchQueue.MOST / 2).request().id());
      List<Future<CommitResult>> answers =
          seen.stream().map(record -> threads.submit(() -> ledger.commit(step(record)))).toList();
      held.await(HeldWrites.Wait.ENTRIES);
      server.close();
      List<Optional<CommitResult>> told = answers.stream().map(OutageTest::told).toList();

      server = start(port);
      awaitRecovery(ledger);

      assertThat(told).contains(Optional.empty());
      for (int nth = 0; nth < seen.size(); nth++) {
        CommitResult again = ledger.commit(step(seen.get(nth)));
        if (told.get(nth).isPresent()) {
          assertThat(again).as("it had landed").isEqualTo(new CommitResult.Overtaken());
        }
        assertVotedOnce(ledger, seen.get(nth));
      }
    } finally {
      server.close();
    }
  }

  private static RequestRecord opened(Ledger ledger) {
    Opening opening = OpeningBuilder.at(ledger.now()).build();
    ledger.open(opening);
    return ledger.find(opening.proposal().id()).orElseThrow();
  }

  private static Commit step(RequestRecord seen) {
    return CommitBuilder.on(seen).voted(Decision.APPROVE, "lead-1", Optional.empty()).build();
  }

  /// Empty for whoever was told that the ledger is not there.
  private static Optional<CommitResult> told(Future<CommitResult> answer) {
    try {
      assertThat(answer.get()).isEqualTo(new Committed());
      return Optional.of(new Committed());
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(LedgerUnavailableException.class);
      return Optional.empty();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertVotedOnce(Ledger ledger, RequestRecord seen) {
    RequestRecord now = ledger.find(seen.request().id()).orElseThrow();
    assertThat(now.request().votes()).hasSize(1);
    assertThat(now.head().seq()).isEqualTo(seen.head().seq() + 1);
    assertThat(ledger.audit(seen.request().id())).hasSize(now.head().seq());
  }

  private static List<Written> writeUntilTheServerGoes(Ledger ledger, EmbeddedPostgres server)
      throws Exception {
    CountDownLatch busy = new CountDownLatch(WRITERS * STEPS_BEFORE_THE_OUTAGE);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Written>> writers = new ArrayList<>();
      for (int nth = 0; nth < WRITERS; nth++) {
        Opening opening = OpeningBuilder.at(ledger.now()).build();
        ledger.open(opening);
        writers.add(threads.submit(() -> write(ledger, opening.proposal().id(), busy)));
      }
      busy.await();
      server.close();
      List<Written> written = new ArrayList<>();
      for (Future<Written> writer : writers) {
        written.add(writer.get());
      }
      return written;
    }
  }

  /// Commits step after step and answers how many were acknowledged.
  private static Written write(Ledger ledger, ProposalId id, CountDownLatch busy) {
    int acknowledged = 0;
    while (true) {
      try {
        RequestRecord seen = ledger.find(id).orElseThrow();
        ledger.commit(
            CommitBuilder.on(seen)
                .note(EntryType.CARD_POSTED)
                .note(EntryType.CARD_UPDATED)
                .build());
        acknowledged++;
        busy.countDown();
      } catch (LedgerUnavailableException e) {
        return new Written(id, acknowledged);
      }
    }
  }

  /// The pool notices by itself; each question waits for it as long as a caller would.
  private static void awaitRecovery(Ledger ledger) {
    @Nullable LedgerUnavailableException last = null;
    for (int nth = 0; nth < MOST_QUESTIONS; nth++) {
      try {
        ledger.now();
        return;
      } catch (LedgerUnavailableException e) {
        last = e;
      }
    }
    throw new AssertionError("no recovery", last);
  }

  private static void assertNothingIsHalfDone(Ledger ledger, Written written) {
    List<AuditEntry> entries = ledger.audit(written.id());
    assertThat(entries.getLast().head()).isEqualTo(ledger.find(written.id()).orElseThrow().head());
    int steps = (entries.size() - 2) / 2;
    assertThat(entries).hasSize(2 + 2 * steps);
    assertThat(steps).isBetween(written.acknowledged(), written.acknowledged() + 1);
  }

  private static PostgresStore open(int port, Duration statement) {
    return PostgresStore.open(
        new StoreConfig(
            "jdbc:postgresql://localhost:" + port + "/postgres",
            EmbeddedServer.APP_ROLE,
            EmbeddedServer.APP_PASSWORD,
            WRITERS,
            Duration.ofMillis(500),
            Duration.ofSeconds(1),
            statement),
        TestKeys.EVIDENCE);
  }

  private EmbeddedPostgres start(int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setPort(port)
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .start();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private record Written(ProposalId id, int acknowledged) {}
}
