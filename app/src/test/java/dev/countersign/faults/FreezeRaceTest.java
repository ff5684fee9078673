package dev.countersign.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.RecordingChat;
import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.audit.EntryType;
import dev.countersign.freeze.Freeze;
import dev.countersign.freeze.FreezeScope;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.Freezes.Asker;
import dev.countersign.ledger.Freezes.Beginning;
import dev.countersign.proof.Damage.Kind;
import dev.countersign.proposal.ProposalId;
import dev.countersign.store.EmbeddedPostgresExtension;
import dev.countersign.store.PostgresStore;
import dev.countersign.token.KeyRing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Two replicas under load, frozen in the midst of it: what came first and what came after is read
/// from the audit.
@Timeout(120)
class FreezeRaceTest {
  private static final KeyRing KEYS = TestKeys.RING;
  private static final int REQUESTS = 60;
  private static final String ALLOW =
      """
      {"version":1,"rules":[{"id":"calls","when":"action.class == \\"api_call\\"","gate":"allow"}]}
      """;

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  private static TestGate gate(PostgresStore store) {
    return new TestGate(
        Gates.clock(),
        store.ledger(),
        store.deliveries(),
        TestGate.directory(),
        ALLOW,
        KEYS,
        new RecordingChat(),
        line -> line);
  }

  @Test
  void whatWasRedeemedOnceTheRowWasDeletedIsNamed() throws Exception {
    Gates.importPeople(postgres.store());
    TestGate gate = gate(postgres.store());
    postgres
        .store()
        .freezes()
        .begin(FreezeScope.EVERYTHING, "stop", new Asker.Operator("ops", false));
    ProposalId id = gate.propose();
    gate.execute();
    assertThat(gate.executor.sent()).isEmpty();
    assertThat(Gates.damages(postgres.store(), KEYS)).isEmpty();

    postgres.asAdmin(
        """
        set search_path to countersign;
        alter table freeze_step disable trigger written_once;
        delete from freeze_step;
        update delivery set due_at = now();
        """);
    gate.execute();

    assertThat(gate.executor.sent()).hasSize(1);
    assertThat(Gates.damages(postgres.store(), KEYS))
        .extracting(damage -> damage.request(), damage -> damage.kind())
        .containsExactly(tuple(id, Kind.CONTRADICTION), tuple(id, Kind.CONTRADICTION));
  }

  @Test
  void afterTheCommitOfAFreezeNeitherReplicaGrantsOrRedeems() throws Exception {
    try (PostgresStore second = PostgresStore.open(postgres.config(), KEYS.evidence());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Gates.importPeople(postgres.store());
      List<TestGate> replicas = List.of(gate(postgres.store()), gate(second));
      AtomicInteger done = new AtomicInteger();
      List<Future<ProposalId>> all = new ArrayList<>();
      for (int i = 0; i < REQUESTS; i++) {
        TestGate replica = replicas.get(i % 2);
        all.add(
            threads.submit(() -> {
              ProposalId id = replica.propose();
              for (Delivery each :
                  replica.deliveries.claim(DeliveryKind.EXECUTE, 1, Duration.ofMinutes(1))) {
                replica.runner.run(each);
              }
              done.incrementAndGet();
              return id;
            }));
      }
      while (done.get() < REQUESTS / 4) {
        Thread.onSpinWait();
      }
      Freeze freeze =
          ((Beginning.Begun)
                  second
                      .freezes()
                      .begin(
                          FreezeScope.EVERYTHING,
                          "in the midst of it",
                          new Asker.Operator("ops", false)))
              .freeze();
      Set<Integer> known = new java.util.TreeSet<>();
      int redeemed = 0;
      for (Future<ProposalId> each : all) {
        ProposalId id = each.get();
        for (EntryType type : List.of(EntryType.GRANT_ISSUED, EntryType.GRANT_REDEEMED)) {
          for (JsonObject entry : replicas.getFirst().audit(id, type)) {
            assertThat(entry.instant("at")).isBefore(freeze.since());
            known.add(entry.object("data").has("freezes") ? 1 : 0);
            redeemed += type == EntryType.GRANT_REDEEMED ? 1 : 0;
          }
        }
      }
      assertThat(known).as("none knew of a freeze and went on").containsExactly(0);
      assertThat(redeemed).isBetween(1, REQUESTS - 1);
      assertThat(IntStream.range(0, 2).map(i -> replicas.get(i).executor.sent().size()).sum())
          .isEqualTo(redeemed);
      assertThat(Gates.damages(postgres.store(), KEYS)).isEmpty();
    }
  }
}
