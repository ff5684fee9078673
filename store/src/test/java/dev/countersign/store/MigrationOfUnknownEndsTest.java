package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Requests of a release that listed nothing of which nobody knows whether it happened.
class MigrationOfUnknownEndsTest {
  private static final int WITHOUT_A_LIST = 49;

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @TempDir private Path folder;

  @Test
  void whatWasUnknownBeforeIsListedAndNothingElse() throws Exception {
    postgres.asAdmin("drop database if exists before_unknown");
    postgres.asAdmin("create database before_unknown");
    DataSource earlier = EmbeddedServer.admin("before_unknown");
    EarlierSchema.migrate(earlier, WITHOUT_A_LIST, folder);
    write(earlier, "waits", "pending", Optional.empty());
    write(earlier, "unknown", "approved", Optional.of("unknown"));
    write(earlier, "done", "approved", Optional.of("succeeded"));

    PostgresStore.migrate(earlier, EmbeddedServer.APP_ROLE, EmbeddedServer.APP_PASSWORD);

    assertThat(
            EarlierSchema.list(
                earlier,
                "select concat_ws(' ', id, unknown_since at time zone 'UTC')"
                    + " from countersign.request where unknown_since is not null"))
        .containsExactly("unknown 2026-11-30 12:00:00");
  }

  private static void write(DataSource to, String id, String state, Optional<String> execution)
      throws SQLException {
    String situation =
        execution
            .map(status ->
                "{\"status\":\"approved\",\"execution\":{\"status\":\"%s\",\"at\":\"2026-11-30T12:00:00Z\"}}"
                    .formatted(status))
            .orElse("{}");
    EarlierSchema.execute(
        to,
        "insert into countersign.request (id, agent, state, situation, revision, version, deadline,"
            + " due, risk_rank, audit_seq, audit_hash, action_kind, target_system, dry_run) values"
            + " ('%s', 'bot', '%s', '%s', 1, 1, now(), %s, 0, 2, sha256(''), 'tool_call', 'git', false)"
                .formatted(id, state, situation, state.equals("pending") ? "now()" : "null"));
  }
}
