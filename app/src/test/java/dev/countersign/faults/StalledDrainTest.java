package dev.countersign.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.app.CountersignServer;
import dev.countersign.audit.AuditEntry;
import dev.countersign.proof.Damage;
import dev.countersign.proof.Verifier;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState;
import dev.countersign.sandbox.billing.BillingTarget;
import dev.countersign.sandbox.slack.PostedMessage;
import dev.countersign.sandbox.slack.SlackSandbox;
import dev.countersign.store.EmbeddedPostgresExtension;
import dev.countersign.store.PostgresStore;
import dev.countersign.store.StoreConfig;
import dev.countersign.token.GrantVerifier;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// The very server that `serve` runs is stopped while its database takes everything and answers
/// nothing, right after a target has done what was approved.
@Timeout(120)
class StalledDrainTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @RegisterExtension
  private final EmbeddedPostgresExtension database = new EmbeddedPostgresExtension();

  @TempDir private Path folder;

  @Test
  void whatTheTargetConfirmedIsRecordedByTheNextProcess() throws Exception {
    URI direct = URI.create(database.url().substring("jdbc:".length()));
    try (StallingRelay relay = new StallingRelay(direct.getPort())) {
      String relayed =
          database.url().replace(":" + direct.getPort() + "/", ":" + relay.port() + "/");
      ServedGate gate = ServedGate.start(folder, settings(relayed));
      try (BillingTarget billing = gate.billing();
          SlackSandbox slack = gate.slack();
          PostgresStore store = store(gate)) {
        CountDownLatch confirmed = new CountDownLatch(1);
        billing.beforeAnswering(() -> {
          relay.stall();
          confirmed.countDown();
        });
        ProposalId id = approved(gate, slack, store);
        assertThat(confirmed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

        Thread stop = Thread.ofVirtual().start(gate.server()::close);

        assertThat(awaitFile()).as("kept before the process ends").isTrue();
        relay.cut(); // as the end of the process does
        assertThat(execution(store, id)).isInstanceOf(Execution.Running.class);
        try (CountersignServer next = gate.another(folder, settings(database.url()))) {
          assertThat(next.port()).isPositive();
          assertRecorded(gate, store, id);
        }
        stop.join(PATIENCE);
      }
    }
  }

  private void assertRecorded(ServedGate gate, PostgresStore store, ProposalId id)
      throws IOException {
    assertThat(execution(store, id)).isInstanceOf(Execution.Succeeded.class);
    assertThat(gate.billing().received()).hasSize(1);
    assertThat(files()).isEmpty();
    assertThat(store.ledger().audit(id).stream().map(AuditEntry::document))
        .anyMatch(entry ->
            entry
                .object("data")
                .optionalText("recorded_from")
                .filter("outcome_file"::equals)
                .isPresent());
    List<Damage> damages = new ArrayList<>();
    new Verifier(
            store.evidence(),
            new GrantVerifier(gate.startup().keys(), gate.settings().issuer()),
            gate.startup().keys().evidence())
        .verifyAll(damages::add);
    assertThat(damages).isEmpty();
  }

  private PostgresStore store(ServedGate gate) {
    PostgresStore store = PostgresStore.open(database.config(), gate.startup().keys().evidence());
    store.setSecretHash(gate.apiKey().id(), gate.apiKey().secretHash());
    return store;
  }

  private Map<String, String> settings(String url) {
    StoreConfig config = database.config();
    Map<String, String> settings = new HashMap<>();
    settings.put("COUNTERSIGN_DATABASE_URL", url);
    settings.put("COUNTERSIGN_DATABASE_USER", config.user());
    settings.put("COUNTERSIGN_DATABASE_PASSWORD", config.password());
    settings.put("COUNTERSIGN_FILES_OUTCOMES", folder.resolve("outcomes").toString());
    settings.put("COUNTERSIGN_WORKERS_DRAIN_TIMEOUT", "3s");
    settings.put("COUNTERSIGN_WORKERS_EXECUTIONS_LEASE", "60s");
    return settings;
  }

  private static ProposalId approved(ServedGate gate, SlackSandbox slack, PostgresStore store)
      throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      String id = new PersistentClient(gate, http).propose(1);
      PostedMessage card =
          slack
              .awaitMessage(ServedGate.CHANNEL, message -> message.text().contains(id), PATIENCE)
              .orElseThrow();
      var _ = slack.pressVersion(ServedGate.CHANNEL, card.ts(), 0, "approve", ServedGate.LEAD);
      return store.ledger().find(new ProposalId(id)).orElseThrow().request().id();
    }
  }

  private boolean awaitFile() throws IOException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (files().isEmpty() && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    return !files().isEmpty();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("outcomes"))) {
      return all.filter(path -> path.toString().endsWith(".outcome")).toList();
    }
  }

  private static Execution execution(PostgresStore store, ProposalId id) {
    RequestState state = store.ledger().find(id).orElseThrow().request().state();
    return Gates.execution(state);
  }
}
