package dev.countersign.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RequestState;
import dev.countersign.sandbox.slack.Ephemeral;
import dev.countersign.sandbox.slack.PostedMessage;
import dev.countersign.sandbox.slack.SlackPress;
import dev.countersign.store.PostgresStore;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A backup of the database is put back under a serving gate, after what it shows as open was
/// approved and executed.
@Timeout(180)
class RestoredGateTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int MOST_BYTES = 4 * 1024;

  @TempDir private Path data;
  @TempDir private Path backup;
  @TempDir private Path folder;

  @Test
  void anOldButtonExecutesNothingASecondTime() throws Exception {
    try (CrashablePostgres postgres = CrashablePostgres.start(data);
        ServedGate gate = ServedGate.start(folder, postgres);
        PostgresStore store =
            PostgresStore.open(postgres.config(), gate.startup().keys().evidence());
        HttpClient http = HttpClient.newHttpClient()) {
      store.setSecretHash(gate.apiKey().id(), gate.apiKey().secretHash());
      PersistentClient client = new PersistentClient(gate, http);
      String id = client.propose(1);
      PostedMessage card =
          gate.slack()
              .awaitMessage(ServedGate.CHANNEL, message -> message.text().contains(id), PATIENCE)
              .orElseThrow();
      // What the backup is to know: which message its card is.
      await(() ->
          store.ledger().find(new ProposalId(id)).orElseThrow().cards().stream()
              .anyMatch(posted -> posted.messageId().isPresent()));

      postgres.crash();
      copy(data, backup);
      postgres.startAgain();
      client.approve(id);
      assertThat(client.outcome(id).text("outcome")).isEqualTo("executed");
      assertThat(gate.billing().received()).hasSize(1);
      awaitSeen(written(store));

      postgres.crash();
      empty(data);
      copy(backup, data);
      postgres.startAgain();
      awaitHold(store);
      assertThat(press(gate, card)).contains("cannot reach its records");

      assertThat(store.recovery().begin().open()).isEqualTo(1);
      await(() -> !press(gate, card).contains("cannot reach its records"));
      assertThat(press(gate, card)).contains("This button has lapsed");
      RequestRecord record = store.ledger().find(new ProposalId(id)).orElseThrow();
      assertThat(record.request().state()).isInstanceOf(RequestState.Pending.class);
      assertThat(record.request().votes()).isEmpty();
      assertThat(gate.billing().received()).as("nothing runs a second time").hasSize(1);
    }
  }

  /// The button as it was drawn first.
  private static String press(ServedGate gate, PostedMessage card) {
    SlackPress press =
        gate.slack().pressVersion(ServedGate.CHANNEL, card.ts(), 0, "approve", ServedGate.LEAD);
    return gate.slack().awaitReply(press, PATIENCE).map(Ephemeral::rendered).orElse("nothing");
  }

  private static long written(PostgresStore store) {
    return store.recovery().position().written();
  }

  /// The gate notes every ten seconds how far the database is.
  private void awaitSeen(long written) throws Exception {
    await(() ->
        CanonicalJson.parse(Files.readAllBytes(folder.resolve("keys.json.seen")), MOST_BYTES)
                instanceof JsonObject now
            && now.number("written") >= written);
  }

  private static void awaitHold(PostgresStore store) throws Exception {
    await(() -> {
      try {
        return store.recovery().isOnHold();
      } catch (LedgerUnavailableException e) {
        return false; // a connection of before the restore
      }
    });
  }

  private static void await(Callable<Boolean> condition) throws Exception {
    Instant end = Instant.now().plus(PATIENCE);
    while (!condition.call()) {
      assertThat(Instant.now()).isBefore(end);
      Thread.onSpinWait();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path path : (Iterable<Path>) all::iterator) {
        Path copied = to.resolve(from.relativize(path));
        if (Files.isDirectory(path)) {
          Files.createDirectories(copied);
        } else {
          Files.copy(path, copied);
        }
      }
    }
  }

  private static void empty(Path folder) throws IOException {
    List<Path> deepestFirst;
    try (Stream<Path> all = Files.walk(folder)) {
      deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : deepestFirst) {
      if (!path.equals(folder)) {
        Files.delete(path);
      }
    }
  }
}
