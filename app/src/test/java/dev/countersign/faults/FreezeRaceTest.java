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
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Two replicas under load, frozen in the midst of it: what came first and what came after is read
/// from the audit.
@Timeout(120)
class FreezeRaceTest {
  private static final KeyRing KEYS = TestKeys.RING;
  private static final int CALLERS = 8;
  private static final int BEFORE = 12;

  /// So many more each caller asks for once it is frozen.
  private static final int AFTER = 3;

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

  private static List<ProposalId> untilFrozen(
      TestGate replica, CountDownLatch under, AtomicBoolean isFrozen) {
    List<ProposalId> asked = new ArrayList<>();
    for (int after = 0; after < AFTER; after += isFrozen.get() ? 1 : 0) {
      asked.add(replica.propose());
      for (Delivery each :
          replica.deliveries.claim(DeliveryKind.EXECUTE, 1, Duration.ofMinutes(1))) {
        replica.runner.run(each);
      }
      under.countDown();
    }
    return asked;
  }

  /// Of transactions that began to write later than that of the freeze: it waits for all that are
  /// under way, so whatever lands after it has a later number.
  private int grantedOrRedeemedBehind(Freeze freeze) throws SQLException {
    try (Connection connection = postgres.admin().getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                """
                select count(*)
                  from countersign.audit_entry e, countersign.freeze_step f
                 where f.entry = ?
                   and e.xmin::text::bigint > f.xmin::text::bigint
                   and convert_from(e.body, 'UTF8')::json ->> 'type'
                         in ('grant_issued', 'grant_redeemed')
                """)) {
      statement.setInt(1, freeze.number());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
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
      CountDownLatch under = new CountDownLatch(BEFORE);
      AtomicBoolean isFrozen = new AtomicBoolean();
      List<Future<List<ProposalId>>> all = new ArrayList<>();
      for (int i = 0; i < CALLERS; i++) {
        TestGate replica = replicas.get(i % 2);
        all.add(threads.submit(() -> untilFrozen(replica, under, isFrozen)));
      }
      under.await();
      Freeze freeze =
          ((Beginning.Begun)
                  second
                      .freezes()
                      .begin(
                          FreezeScope.EVERYTHING,
                          "in the midst of it",
                          new Asker.Operator("ops", false)))
              .freeze();
      isFrozen.set(true);
      List<ProposalId> asked = new ArrayList<>();
      for (Future<List<ProposalId>> each : all) {
        asked.addAll(each.get());
      }
      int redeemed = 0;
      for (ProposalId id : asked) {
        for (EntryType type : List.of(EntryType.GRANT_ISSUED, EntryType.GRANT_REDEEMED)) {
          for (JsonObject entry : replicas.getFirst().audit(id, type)) {
            assertThat(entry.instant("at")).isBefore(freeze.since());
            assertThat(entry.object("data").has("freezes")).as("knew of it").isFalse();
            redeemed += type == EntryType.GRANT_REDEEMED ? 1 : 0;
          }
        }
      }
      assertThat(grantedOrRedeemedBehind(freeze)).isZero();
      assertThat(redeemed).isBetween(1, asked.size() - CALLERS * (AFTER - 1));
      assertThat(IntStream.range(0, 2).map(i -> replicas.get(i).executor.sent().size()).sum())
          .isEqualTo(redeemed);
      for (ProposalId id : asked) {
        assertThat(replicas.getFirst().audit(id, EntryType.GRANT_ISSUED).size())
            .as("each was granted or held back, and none both")
            .isEqualTo(1 - replicas.getFirst().audit(id, EntryType.GRANT_FROZEN).size());
      }
      assertThat(Gates.damages(postgres.store(), KEYS)).isEmpty();
    }
  }
}
