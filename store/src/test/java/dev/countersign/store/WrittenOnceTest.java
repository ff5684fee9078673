package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.audit.AuditEntry;
import dev.countersign.ledger.CommitBuilder;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.OpeningBuilder;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proof.Evidence;
import dev.countersign.proof.Evidence.EntryRow;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What was asked, voted and noted stays as it was written, whoever tries.
class WrittenOnceTest {
  private static final String REFUSED = "42501";

  @RegisterExtension
  static final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  private final RequestRecord seen = voted();

  private static RequestRecord voted() {
    Ledger ledger = postgres.store().ledger();
    var opening = OpeningBuilder.at(ledger.now()).build();
    ledger.open(opening);
    ProposalId id = opening.proposal().id();
    ledger.commit(
        CommitBuilder.on(ledger.find(id).orElseThrow())
            .voted(Decision.APPROVE, "lead-1", Optional.empty())
            .build());
    return ledger.find(id).orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update audit_entry set body = '\\x00'",
        "update audit_entry set seq = seq + 1000",
        "delete from audit_entry",
        "truncate audit_entry",
        "update proposal set action = '\\x00'",
        "delete from proposal",
        "truncate proposal",
        "update vote set decision = 'reject'",
        "delete from vote",
        "truncate vote",
        "delete from request",
        "delete from exec_grant",
        "alter table audit_entry disable trigger all",
        "alter table audit_entry disable trigger written_once",
        "drop trigger written_once on vote",
        "drop table audit_entry",
        "create table shadow (id text)",
        "set role countersign_owner"
      })
  void theApplicationIsRefused(String sql) {
    assertRefused(() -> asApplication(sql));
    assertThat(postgres.store().ledger().find(seen.request().id()).orElseThrow().request())
        .isEqualTo(seen.request());
  }

  @Test
  void theApplicationCannotSwitchTriggersOffForItsSession() {
    assertRefused(() -> asApplication("set session_replication_role = replica"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "insert into audit_entry (request_id, seq, body, hash) values ('x', 1, '\\x00', '\\x00')",
        "insert into proposal (id, agent, owner, action, action_digest, context, ruling, conflicted,"
            + " created_at) values ('x', 'a', 'o', '\\x00', '\\x00', '\\x00', '\\x00', '{}', now())"
      })
  void nobodyChoosesADigest(String sql) {
    assertThatThrownBy(() -> asApplication(sql))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("428C9"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update audit_entry set body = '\\x00'",
        "delete from audit_entry",
        "truncate audit_entry",
        "update proposal set action = '\\x00'",
        "delete from proposal",
        "truncate proposal",
        "update vote set decision = 'reject'",
        "delete from vote",
        "truncate vote"
      })
  void theOwnerIsRefusedByTriggers(String sql) {
    assertRefused(() -> asOwner(sql));
  }

  @Test
  void replicationModeDoesNotGetPastTheTriggersEither() {
    assertRefused(() ->
        postgres.asAdmin(
            "set session_replication_role = replica; delete from countersign.audit_entry"));
  }

  @Test
  void theOwnerCannotLogIn() {
    assertThatThrownBy(
            () -> DriverManager.getConnection(postgres.url(), Migration.OWNER, "any").close())
        .isInstanceOf(SQLException.class);
  }

  @Test
  void theDatabaseComputesTheHashesThatTheChainHas() {
    Evidence evidence = postgres.store().evidence().evidence(seen.request().id()).orElseThrow();

    assertThat(evidence.entries())
        .allSatisfy(
            entry -> assertThat(entry.hash()).isEqualTo(AuditEntry.hash(entry.body()).hash()));
    EntryRow last = evidence.entries().getLast();
    assertThat(last.hash()).isEqualTo(evidence.row().orElseThrow().auditHash());
    assertThat(evidence.frozen().orElseThrow().actionDigest())
        .isEqualTo(seen.request().action().hash());
  }

  private static void assertRefused(ThrowingCallable attempt) {
    assertThatThrownBy(attempt)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(REFUSED));
  }

  private static void asApplication(String sql) throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(
            postgres.url() + "?currentSchema=" + Migration.SCHEMA,
            EmbeddedServer.APP_ROLE,
            EmbeddedServer.APP_PASSWORD)) {
      execute(connection, sql);
    }
  }

  private static void asOwner(String sql) throws SQLException {
    postgres.asAdmin(
        "set role " + Migration.OWNER + "; set search_path to " + Migration.SCHEMA + "; " + sql);
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
