package dev.countersign.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.JsonObject;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proof.Damage;
import dev.countersign.proof.Verifier;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Execution;
import dev.countersign.store.PostgresStore;
import dev.countersign.token.Grant;
import dev.countersign.token.GrantVerifier;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Postgres crashes under a serving gate while proposals, clicks and executions are on their way,
/// and comes back. The gate is not touched.
@Timeout(120)
class DatabaseCrashTest {
  private static final int AGENTS = 8;
  private static final int PROPOSALS = 24;
  private static final int BEFORE_THE_CRASH = 6;

  /// From this one on, proposals are made while the database is away.
  private static final int IN_THE_OUTAGE = 16;

  private static final int PATIENCE_SECONDS = 60;

  @TempDir private Path data;
  @TempDir private Path folder;

  @Test
  void nothingAcknowledgedIsLostAndNothingIsDoubled() throws Exception {
    try (CrashablePostgres postgres = CrashablePostgres.start(data);
        ServedGate gate = ServedGate.start(folder, postgres);
        PostgresStore store =
            PostgresStore.open(postgres.config(), gate.startup().keys().evidence());
        HttpClient http = HttpClient.newHttpClient()) {
      store.setSecretHash(gate.apiKey().id(), gate.apiKey().secretHash());
      PersistentClient client = new PersistentClient(gate, http);

      Map<Integer, String> acknowledged = walkAllThroughACrash(postgres, client);

      for (int number = 0; number < PROPOSALS; number++) {
        assertThat(client.propose(number))
            .as("the same key is the same proposal")
            .isEqualTo(acknowledged.get(number));
      }
      assertThat(store.ledger().idsAfter(Optional.empty(), 10 * PROPOSALS))
          .extracting(ProposalId::value)
          .containsExactlyInAnyOrderElementsOf(acknowledged.values());
      for (String id : acknowledged.values()) {
        assertEndedOnce(gate, store.ledger().find(new ProposalId(id)).orElseThrow());
      }
      assertThat(damages(gate, store)).isEmpty();
    }
  }

  /// Each proposal all the way, many at once; every number with the id that was acknowledged.
  private static Map<Integer, String> walkAllThroughACrash(
      CrashablePostgres postgres, PersistentClient client) throws Exception {
    Map<Integer, String> acknowledged = new ConcurrentHashMap<>();
    AtomicInteger next = new AtomicInteger();
    CountDownLatch busy = new CountDownLatch(BEFORE_THE_CRASH);
    CountDownLatch away = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> agents = new ArrayList<>();
      for (int i = 0; i < AGENTS; i++) {
        agents.add(
            threads.submit(() -> {
              for (int n = next.getAndIncrement(); n < PROPOSALS; n = next.getAndIncrement()) {
                if (n >= IN_THE_OUTAGE) {
                  away.await(2 * PATIENCE_SECONDS, TimeUnit.SECONDS);
                }
                String id = client.propose(n);
                acknowledged.put(n, id);
                client.approve(id);
                JsonObject view = client.outcome(id);
                assertThat(view.text("outcome")).isIn("executed", "unknown");
                busy.countDown();
              }
              return null;
            }));
      }
      busy.await(PATIENCE_SECONDS, TimeUnit.SECONDS); // whoever failed before says so below
      postgres.crash();
      away.countDown();
      assertThat(client.awaitRefusal(Duration.ofSeconds(PATIENCE_SECONDS)))
          .as("the outage was felt")
          .isTrue();
      postgres.startAgain();
      for (Future<?> agent : agents) {
        agent.get();
      }
    }
    return acknowledged;
  }

  private static void assertEndedOnce(ServedGate gate, RequestRecord record) {
    assertThat(record.request().votes()).hasSize(1);
    Execution execution = Gates.execution(record.request().state());
    assertThat(execution).isInstanceOfAny(Execution.Succeeded.class, Execution.Unknown.class);
    String key = Grant.idempotencyKey(record.request().id(), record.request().revision());
    int calls = gate.billing().received(key).size();
    assertThat(calls).as("calls at the target").isLessThanOrEqualTo(1);
    if (execution instanceof Execution.Succeeded) {
      assertThat(calls).isEqualTo(1);
    }
  }

  private static List<Damage> damages(ServedGate gate, PostgresStore store) {
    List<Damage> found = new ArrayList<>();
    new Verifier(
            store.evidence(),
            new GrantVerifier(gate.startup().keys(), gate.settings().issuer()),
            gate.startup().keys().evidence())
        .verifyAll(found::add);
    return found;
  }
}
