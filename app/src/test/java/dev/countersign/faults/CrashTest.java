package dev.countersign.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat;
import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.card.Click;
import dev.countersign.card.Inputs;
import dev.countersign.card.PostedCard;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState;
import dev.countersign.sandbox.billing.BillingTarget;
import dev.countersign.store.EmbeddedPostgresExtension;
import dev.countersign.store.StoreConfig;
import dev.countersign.token.DecisionClaims;
import dev.countersign.token.DecisionTokens;
import dev.countersign.token.Grant;
import dev.countersign.token.KeyRing;
import dev.countersign.token.TokenId;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` before and after every commit, claim and external send of one whole way, and a restart
/// after each.
class CrashTest {
  /// More than the way has, so that its end is found by walking.
  private static final int MOST_POINTS = 60;

  private static final int DEADLINE_SECONDS = 60;

  @RegisterExtension
  static final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @TempDir private Path folder;

  @Test
  void whereverTheProcessDiesTheRequestEndsHonestlyAndTheTargetGotAtMostOneCall() throws Exception {
    KeyRing keys = TestKeys.RING;
    Path keyFile = folder.resolve("keys.json");
    Files.write(keyFile, CanonicalJson.bytes(keys.toJson()));
    int died = 0;
    try (BillingTarget target = BillingTarget.start("Bearer test")) {
      int fatal = 1;
      while (fatal < MOST_POINTS && run(keyFile, target, fatal) == CrashPoints.KILLED) {
        died++;
        recover(keys, target, fatal);
        fatal++;
      }
      assertThat(fatal).as("the way has an end").isLessThan(MOST_POINTS);
    }
    assertThat(died).as("points at which it died").isGreaterThan(20);
    assertThat(Gates.damages(postgres.store(), keys)).isEmpty();
  }

  private int run(Path keyFile, BillingTarget target, int fatal) throws Exception {
    StoreConfig config = postgres.config();
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                // Surefire starts us from a jar that only lists the real class path.
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                CrashingGate.class.getName(),
                config.url(),
                config.user(),
                config.password(),
                keyFile.toString(),
                target.baseUrl() + BillingTarget.REFUNDS,
                Integer.toString(fatal))
            .redirectErrorStream(true)
            .redirectOutput(new File(folder.toFile(), "child-" + fatal + ".log"))
            .start();
    assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
    int exit = process.exitValue();
    assertThat(exit)
        .as(Files.readString(folder.resolve("child-" + fatal + ".log")))
        .isIn(CrashPoints.KILLED, CrashingGate.ALIVE);
    return exit;
  }

  /// What the next process finds, and what becomes of it.
  private void recover(KeyRing keys, BillingTarget target, int fatal) {
    TestGate gate =
        Gates.on(
            postgres.store().ledger(),
            CrashPoints.fatal(0).around(postgres.store().deliveries()),
            keys,
            new RecordingChat());
    gate.executor.answer(order ->
        CrashingGate.post(target.baseUrl().resolve(BillingTarget.REFUNDS), order.idempotencyKey()));
    settle(gate);
    for (ProposalId id : pending()) {
      gate.desk.decide(press(gate, id));
    }
    settle(gate);
    assertThat(pending()).as("after point %s nobody waits unseen", fatal).isEmpty();
    for (RequestRecord record : records()) {
      Execution execution = Gates.execution(record.request().state());
      int calls = calls(record, target);
      assertThat(calls).as("calls after point %s", fatal).isLessThanOrEqualTo(1);
      assertThat(execution)
          .as("the end after point %s", fatal)
          .isInstanceOfAny(Execution.Succeeded.class, Execution.Unknown.class);
      if (execution instanceof Execution.Succeeded) {
        assertThat(calls).isEqualTo(1);
      }
    }
  }

  /// The button of the newest card: its message outlives the process that posted it.
  private static Click press(TestGate gate, ProposalId id) {
    RequestRecord record = gate.record(id);
    PostedCard card = record.cards().getLast();
    Instant now = record.now().truncatedTo(ChronoUnit.SECONDS);
    String token =
        new DecisionTokens(gate.keys)
            .mint(
                new DecisionClaims(
                    gate.issuer,
                    new TokenId(TokenId.PREFIX + gate.ids.next()),
                    now,
                    now.plusSeconds(60),
                    id,
                    record.request().revision(),
                    record.request().action(),
                    card.digest(),
                    Decision.APPROVE,
                    card.address()));
    return new Click(
        new AccountId(Surface.SLACK, TestGate.TEAM, "ULENA"),
        card.address(),
        card.messageId().orElseThrow(),
        token,
        Inputs.NONE,
        Digest.of("callback"));
  }

  private static void settle(TestGate gate) {
    gate.showCards();
    gate.execute();
    gate.showCards();
  }

  private static int calls(RequestRecord record, BillingTarget target) {
    String key = Grant.idempotencyKey(record.request().id(), record.request().revision());
    return target.received(key).size();
  }

  private static List<ProposalId> pending() {
    return records().stream()
        .filter(record -> record.request().state() instanceof RequestState.Pending)
        .map(record -> record.request().id())
        .toList();
  }

  private static List<RequestRecord> records() {
    List<RequestRecord> records = new ArrayList<>();
    for (ProposalId id : postgres.store().ledger().idsAfter(Optional.empty(), 1_000)) {
      postgres.store().ledger().find(id).ifPresent(records::add);
    }
    return records;
  }
}
