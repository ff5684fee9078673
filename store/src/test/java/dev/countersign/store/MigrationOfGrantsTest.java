package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.RecordingChat;
import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.EntryType;
import dev.countersign.json.WireName;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.people.People;
import dev.countersign.proof.Damage;
import dev.countersign.proof.Evidence;
import dev.countersign.proof.Verifier;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.token.Grant;
import dev.countersign.token.GrantVerifier;
import dev.countersign.token.Issuer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

/// Grants of a release that marked the expired ones, brought up to one whose grants name what they
/// take the place of.
class MigrationOfGrantsTest {
  /// The last schema that marked them.
  private static final int MARKED = 17;

  private static final Duration LAPSE = Grant.LONGEST_LIFETIME.plusMinutes(1);

  private static final List<String> TABLES =
      List.of(
          "people_import",
          "person",
          "account",
          "chat_group",
          "group_place",
          "person_group",
          "agent",
          "deployment_entry",
          "people_version",
          "proposal",
          "request",
          "vote",
          "exec_grant",
          "redemption",
          "posted_card",
          "audit_entry",
          "delivery");

  /// When the next one was issued, the statement of that time marked the one before.
  private static final String WHEN_MARKED =
      "lead(issued_at) over (partition by request_id, revision order by seq) as lapsed_at";

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @TempDir private Path folder;

  @Test
  void renewedGrantsNameTheirPredecessorsAreProvedAndRenewedOn() throws Exception {
    postgres.asAdmin("drop database if exists before_grants");
    postgres.asAdmin("create database before_grants");
    DataSource earlier = EmbeddedServer.admin("before_grants");
    EarlierSchema.migrate(earlier, MARKED, folder);
    Requests requests = grantedAndRenewed();
    copy(earlier);
    assertThat(
            count(earlier, "select count(*) from countersign.exec_grant where lapsed_at is null"))
        .as("one of each request is live or spent")
        .isEqualTo(3);

    PostgresStore.migrate(earlier, EmbeddedServer.APP_ROLE, EmbeddedServer.APP_PASSWORD);

    DatabaseClock clock = DatabaseClock.in(earlier, EmbeddedServer.url("before_grants"));
    try (PostgresStore store = PostgresStore.open(clock.config(), TestKeys.EVIDENCE)) {
      store.requireFit();
      assertEachNamesTheOneBefore(store, requests.spent(), 3);
      assertEachNamesTheOneBefore(store, requests.renewed(), 2);
      assertEachNamesTheOneBefore(store, requests.fresh(), 1);
      assertThat(damages(store)).isEmpty();

      clock.advance(LAPSE.multipliedBy(4));
      TestGate gate = gate(store);
      gate.execute();

      assertThat(gate.executor.sent()).as("the third was sent before").hasSize(2);
      assertEachNamesTheOneBefore(store, requests.spent(), 3);
      assertEachNamesTheOneBefore(store, requests.renewed(), 3);
      assertEachNamesTheOneBefore(store, requests.fresh(), 2);
      assertThat(damages(store)).isEmpty();
    }
  }

  /// @param spent by its third grant
  /// @param renewed once, and not spent
  /// @param fresh has its first grant
  private record Requests(ProposalId spent, ProposalId renewed, ProposalId fresh) {}

  private Requests grantedAndRenewed() throws SQLException {
    DatabaseClock clock = DatabaseClock.in(postgres);
    try (PostgresStore store = PostgresStore.open(clock.config(), TestKeys.EVIDENCE)) {
      People people = TestGate.people();
      store.importPeople(people.persons(), people.groups(), people.agents());
      TestGate gate = gate(store);
      ProposalId spent = approved(gate);
      clock.advance(LAPSE);
      run(gate, spent);
      ProposalId renewed = approved(gate);
      clock.advance(LAPSE);
      run(gate, spent, renewed);
      ProposalId fresh = approved(gate);
      run(gate, spent);
      assertThat(gate.executor.sent()).hasSize(1);
      return new Requests(spent, renewed, fresh);
    }
  }

  /// One turn of each: a grant that has expired is renewed, one that has not is redeemed.
  private static void run(TestGate gate, ProposalId... ids) {
    for (ProposalId id : ids) {
      gate.runner.run(new Delivery(id, DeliveryKind.EXECUTE, "", 1, 1, UUID.randomUUID()));
    }
  }

  private static ProposalId approved(TestGate gate) {
    ProposalId id = gate.ask();
    assertThat(gate.press("ULENA", Decision.APPROVE).code()).isEqualTo("counted");
    return id;
  }

  private static TestGate gate(PostgresStore store) {
    return new TestGate(
        new SettableClock(TestGate.START),
        store.ledger(),
        store.deliveries(),
        store.directory(),
        TestGate.ONE_LEAD,
        TestKeys.RING,
        new RecordingChat(),
        line -> line);
  }

  private static void assertEachNamesTheOneBefore(PostgresStore store, ProposalId id, int many) {
    List<String> issued =
        store.ledger().audit(id).stream()
            .map(AuditEntry::document)
            .filter(entry -> entry.text("type").equals(WireName.of(EntryType.GRANT_ISSUED)))
            .map(entry -> entry.object("data").text("grant"))
            .toList();
    assertThat(issued).hasSize(many);
    List<Tuple> rows = new ArrayList<>();
    for (int nth = 0; nth < many; nth++) {
      rows.add(
          tuple(issued.get(nth), nth == 0 ? Optional.empty() : Optional.of(issued.get(nth - 1))));
    }
    assertThat(store.evidence().evidence(id).orElseThrow().grants())
        .extracting(Evidence.GrantRow::id, Evidence.GrantRow::replaces)
        .containsExactlyInAnyOrderElementsOf(rows);
  }

  private static List<Damage> damages(PostgresStore store) {
    Verifier verifier =
        new Verifier(
            store.evidence(),
            new GrantVerifier(TestKeys.RING, new Issuer("https://gate.example")),
            TestKeys.EVIDENCE);
    assertThat(verifier.verifyDeployment()).isEmpty();
    List<Damage> found = new ArrayList<>();
    verifier.verifyAll(found::add);
    return found;
  }

  /// Brings over what the store of this version wrote, as rows of that time: every column that its
  /// tables had.
  private void copy(DataSource to) throws Exception {
    try (Connection source = postgres.admin().getConnection();
        Connection target = to.getConnection();
        Statement statement = target.createStatement()) {
      statement.execute("truncate countersign.people_import");
      for (String table : TABLES) {
        List<String> columns = columns(statement, table);
        var rows = new ByteArrayOutputStream();
        source
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut(
                "copy (select %s from countersign.%s) to stdout"
                    .formatted(String.join(", ", columns).replace("lapsed_at", WHEN_MARKED), table),
                rows);
        target
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn(
                "copy countersign.%s (%s) from stdin".formatted(table, String.join(", ", columns)),
                new ByteArrayInputStream(rows.toByteArray()));
      }
    }
  }

  /// Without those that the database computes.
  private static List<String> columns(Statement statement, String table) throws SQLException {
    List<String> columns = new ArrayList<>();
    try (ResultSet rows =
        statement.executeQuery(
            """
            select column_name from information_schema.columns
             where table_schema = 'countersign' and table_name = '%s' and is_generated = 'NEVER'
             order by ordinal_position
            """
                .formatted(table))) {
      while (rows.next()) {
        columns.add(rows.getString(1));
      }
    }
    return columns;
  }

  private static int count(DataSource admin, String sql) throws SQLException {
    try (Connection connection = admin.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
