package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.TestKeys;
import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.EntryType;
import dev.countersign.ledger.CommitBuilder;
import dev.countersign.ledger.CommitResult.Committed;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.OpeningBuilder;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.ProposalId;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

  @TempDir Path data;

  @Test
  void anOutageIsNamedAndLeavesNoHalfDoneStep() throws Exception {
    int port = freePort();
    EmbeddedPostgres server = start(port);
    PostgresStore.migrate(
        server.getPostgresDatabase(), EmbeddedServer.APP_ROLE, EmbeddedServer.APP_PASSWORD);
    try (PostgresStore store =
        PostgresStore.open(
            new StoreConfig(
                "jdbc:postgresql://localhost:" + port + "/postgres",
                EmbeddedServer.APP_ROLE,
                EmbeddedServer.APP_PASSWORD,
                WRITERS,
                Duration.ofMillis(500),
                Duration.ofSeconds(1),
                Duration.ofSeconds(2)),
            TestKeys.EVIDENCE)) {
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
