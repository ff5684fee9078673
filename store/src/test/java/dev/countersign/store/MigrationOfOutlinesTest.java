package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// Requests of a release whose lists read the bodies, brought up to this one.
class MigrationOfOutlinesTest {
  /// The last schema without outlines.
  private static final int WITHOUT_OUTLINES = 18;

  private static final Map<String, String> ACTIONS =
      Map.of(
          "email", "{\"class\":\"message\",\"channel\":\"email\",\"method\":\"x\"}",
          "ticket", "{\"class\":\"message\",\"channel\":\"ticket_reply\"}",
          "update", "{\"class\":\"record_change\",\"operation\":\"update\"}",
          "patch", "{\"class\":\"api_call\",\"method\":\"PATCH\"}",
          "tool", "{\"class\":\"tool_call\",\"method\":\"x\",\"operation\":\"y\"}");

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @TempDir private Path folder;

  @Test
  void whatWaitsGetsItsOutlineAndWhatIsDamagedStopsNothing() throws Exception {
    postgres.asAdmin("drop database if exists before_outlines");
    postgres.asAdmin("create database before_outlines");
    DataSource earlier = EmbeddedServer.admin("before_outlines");
    EarlierSchema.migrate(earlier, WITHOUT_OUTLINES, folder);
    for (Map.Entry<String, String> each : ACTIONS.entrySet()) {
      String action =
          "{\"target_system\":\"at-"
              + each.getKey()
              + "\",\"proposed_changes\":"
              + each.getValue()
              + "}";
      write(earlier, each.getKey(), "pending", action, "{}");
      write(earlier, each.getKey() + "-past", "expired", action, "{}");
    }
    write(earlier, "no-json", "pending", "\u0000{", "{");
    write(earlier, "no-action", "pending", "[]", "[]");
    write(
        earlier,
        "for-ann",
        "pending",
        "{\"target_system\":\"git\",\"proposed_changes\":{\"class\":\"tool_call\"}}",
        "{\"dry_run\":true,\"agent\":{\"on_behalf_of\":\"slack:T01:UANN\"}}");
    EarlierSchema.execute(
        earlier, "insert into countersign.epoch values (2, 'another server', now())");

    PostgresStore.migrate(earlier, EmbeddedServer.APP_ROLE, EmbeddedServer.APP_PASSWORD);

    assertThat(outlines(earlier, "pending"))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "email", "message_email at-email f null",
                "ticket", "message_ticket_reply at-ticket f null",
                "update", "record_change_update at-update f null",
                "patch", "api_call_patch at-patch f null",
                "tool", "tool_call at-tool f null",
                "no-json", "unknown unknown f null",
                "no-action", "unknown unknown f null",
                "for-ann", "tool_call git t slack:T01:UANN"));
    assertThat(outlines(earlier, "expired").values()).containsOnly("null null null null");
    assertThat(
            EarlierSchema.list(
                earlier, "select tgenabled from pg_trigger where tgname = 'on_hold'"))
        .as("on hold before and after")
        .containsExactly("A");
  }

  private static void write(DataSource to, String id, String state, String action, String context)
      throws Exception {
    try (Connection connection = to.getConnection();
        Statement setting = connection.createStatement();
        PreparedStatement proposal =
            connection.prepareStatement(
                "insert into countersign.proposal (id, agent, owner, action, context, ruling,"
                    + " conflicted, created_at) values (?, 'bot', 'owner', ?, ?, '', '{}', now())");
        PreparedStatement request =
            connection.prepareStatement(
                "insert into countersign.request (id, agent, state, situation, revision, version,"
                    + " deadline, risk_rank, audit_seq, audit_hash) values (?, 'bot', ?, '{}', 1,"
                    + " 1, now(), 0, 2, sha256(''))")) {
      setting.execute("set search_path to countersign");
      proposal.setString(1, id);
      proposal.setBytes(2, action.getBytes(StandardCharsets.UTF_8));
      proposal.setBytes(3, context.getBytes(StandardCharsets.UTF_8));
      proposal.executeUpdate();
      request.setString(1, id);
      request.setString(2, state);
      request.executeUpdate();
    }
  }

  private static Map<String, String> outlines(DataSource of, String state) throws Exception {
    Map<String, String> outlines = new TreeMap<>();
    for (String row :
        EarlierSchema.list(
            of,
            "select concat_ws(' ', id, coalesce(action_kind, 'null'), coalesce(target_system,"
                + " 'null'), coalesce(dry_run::text::char(1), 'null'), coalesce(on_behalf_of,"
                + " 'null')) from countersign.request where state = '"
                + state
                + "'")) {
      outlines.put(row.substring(0, row.indexOf(' ')), row.substring(row.indexOf(' ') + 1));
    }
    return outlines;
  }
}
