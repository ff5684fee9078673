package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A database that an earlier release has written to, brought up to this one.
class MigrationOfEvidenceTest {
  private static final String ID = "prop_00000000000000000000000001";
  private static final String OTHER = "prop_00000000000000000000000002";

  @RegisterExtension
  static final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @TempDir private Path folder;

  @Test
  void whatWasRedeemedStaysRedeemedAndOldRowsStayAsTheyWere() throws Exception {
    postgres.asAdmin("drop database if exists before_evidence");
    postgres.asAdmin("create database before_evidence");
    DataSource admin = EmbeddedServer.admin("before_evidence");
    EarlierSchema.migrate(admin, 3, folder);
    run(admin, data());

    PostgresStore.migrate(admin, EmbeddedServer.APP_ROLE, EmbeddedServer.APP_PASSWORD);

    assertThat(
            one(
                admin,
                "select grant_id || ' ' || execution || ' ' || action from countersign.redemption"
                    + " where request_id = '"
                    + ID
                    + "'"))
        .isEqualTo("grt_1 exe_1 " + dev.countersign.json.Digest.of("{}".repeat(40)).value());
    // Its entry is missing; it is spent all the same.
    assertThat(
            one(
                admin,
                "select grant_id from countersign.redemption where request_id = '" + OTHER + "'"))
        .isEqualTo("grt_2");
    assertThat(one(admin, "select count(*) from countersign.audit_entry where mac is null"))
        .isEqualTo("1");
    assertThat(one(admin, "select count(*) from countersign.vote where mac is null"))
        .isEqualTo("1");
    assertThatThrownBy(() ->
            run(
                admin,
                "insert into countersign.audit_entry (request_id, seq, body) values ('x', 1, '')"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23514"));
  }

  private static String data() {
    return """
    set search_path to countersign;
    insert into proposal (id, agent, owner, action, context, ruling, conflicted, created_at)
    select id, 'bot', 'olga', convert_to(repeat('{}', 40), 'UTF8'), '', '', '{}', now()
      from unnest(array['%1$s', '%2$s']) as id;
    insert into exec_grant (request_id, id, revision, seq, issued_at, expires_at, token, redeemed_at)
    values ('%1$s', 'grt_1', 1, 3, now(), now(), 't', now()),
           ('%2$s', 'grt_2', 1, 3, now(), now(), 't', now()),
           ('%2$s', 'grt_3', 2, 4, now(), now(), 't', null);
    insert into audit_entry (request_id, seq, body)
    values ('%1$s', 4, convert_to('{"at":"2026-11-23T10:00:00Z","data":{"attempt":"exe_1",'
            || '"grant":"grt_1"},"type":"grant_redeemed"}', 'UTF8'));
    insert into vote (request_id, revision, person, seq, surface, tenant, account, decision,
           action, card, stage, for_group, token, callback, at)
    values ('%1$s', 1, 'ann', 3, 'slack', 'T', 'U', 'approve', 'a', 'c', 0, 'g', 't', 'b', now());
    """
        .formatted(ID, OTHER);
  }

  private static void run(DataSource admin, String sql) throws SQLException {
    try (Connection connection = admin.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String one(DataSource admin, String sql) throws SQLException {
    try (Connection connection = admin.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }
}
