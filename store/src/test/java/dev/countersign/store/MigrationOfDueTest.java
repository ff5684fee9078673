package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Requests of a release in which time asked for nothing but their end, brought up to this one.
class MigrationOfDueTest {
  /// The last schema in which only the deadline was due.
  private static final int DEADLINES_ALONE = 20;

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @TempDir private Path folder;

  @Test
  void whatWaitsIsDueAtItsDeadlineAndWhatIsDecidedNever() throws Exception {
    postgres.asAdmin("drop database if exists before_due");
    postgres.asAdmin("create database before_due");
    DataSource earlier = EmbeddedServer.admin("before_due");
    EarlierSchema.migrate(earlier, DEADLINES_ALONE, folder);
    write(earlier, "waits", "pending");
    write(earlier, "past", "expired");
    EarlierSchema.execute(
        earlier, "insert into countersign.epoch values (2, 'another server', now())");

    PostgresStore.migrate(earlier, EmbeddedServer.APP_ROLE, EmbeddedServer.APP_PASSWORD);

    assertThat(
            EarlierSchema.list(
                earlier,
                "select concat_ws(' ', id, due = deadline, asks_too) from countersign.request"
                    + " order by id"))
        .containsExactly("past", "waits t");
    assertThat(
            EarlierSchema.list(
                earlier, "select tgenabled from pg_trigger where tgname = 'on_hold'"))
        .as("on hold before and after")
        .containsExactly("A");
  }

  private static void write(DataSource to, String id, String state) throws SQLException {
    EarlierSchema.execute(
        to,
        "insert into countersign.request (id, agent, state, situation, revision, version, deadline,"
            + " risk_rank, audit_seq, audit_hash, action_kind, target_system, dry_run) values ('"
            + id
            + "', 'bot', '"
            + state
            + "', '{}', 1, 1, now(), 0, 2, sha256(''), 'tool_call', 'git', false)");
  }
}
