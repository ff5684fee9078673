package dev.countersign.faults;

import static dev.countersign.faults.BothChats.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.slack.Ephemeral;
import dev.countersign.sandbox.slack.PostedMessage;
import dev.countersign.sandbox.slack.WorkspaceChannel;
import dev.countersign.sandbox.teams.InvokeResponse;
import dev.countersign.sandbox.teams.PostedActivity;
import dev.countersign.sandbox.teams.TeamsSandbox;
import dev.countersign.store.EmbeddedPostgresExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A policy allowed calls without asking, and the target goes away in their midst: a real server
/// and a real Postgres between both emulated chats. Sana and Tove administer the deployment.
@Timeout(300)
class UnknownToldTest {
  private static final String OPS = "C0OPS";
  private static final String SAY = "Settle…";

  @RegisterExtension
  private final EmbeddedPostgresExtension database = new EmbeddedPostgresExtension();

  @TempDir private Path folder;
  private BothChats gate;

  @BeforeEach
  void start() throws Exception {
    gate = new BothChats(database, folder, "{alerts: {slack_channel: " + OPS + "}}");
    gate.slack.workspace().put(WorkspaceChannel.open(OPS, "ops", BothChats.SANA));
    gate.deploy(policy ->
        policy.replace(
            "gate: ask\n    stages: [{group: leads, approvals: 2}]\n    sla: {expires: 1h}",
            "gate: allow"));
    gate.billing.beforeAnswering(() -> {
      throw new IllegalStateException("the target goes away");
    });
  }

  @AfterEach
  void stop() {
    gate.close();
  }

  private static String shortName(String id) {
    return "#" + id.substring(id.length() - 6);
  }

  private String unknown(int cents) {
    String id = gate.propose(cents);
    gate.read(id, read -> read.text("outcome").equals("unknown"));
    return id;
  }

  private JsonObject found(String id) {
    return gate.read(id, read -> !read.text("outcome").equals("unknown"));
  }

  @Test
  void operatorsAreToldAndAdministratorsSayInBothChatsWhatHappened() {
    String one = unknown(700);
    PostedMessage told =
        gate.slack
            .awaitMessage(OPS, each -> each.rendered().contains("nobody was asked"), PATIENCE)
            .orElseThrow();
    assertThat(told.rendered()).contains(shortName(one), "Outcome unknown");
    String other = unknown(800);
    int sent = gate.billing.received().size();

    assertThat(gate.askInSlack(BothChats.LENA, "unknown")).startsWith("There is none");
    Ephemeral listed =
        gate.slack
            .command(BothChats.SLACK_CHANNEL, BothChats.SANA, "/countersign", "unknown")
            .reply()
            .orElseThrow();
    assertThat(listed.rendered()).contains(shortName(one), shortName(other), SAY);
    gate.slack.press(listed, "ask.0"); // the first, which is the newest
    gate.slack.submit(
        BothChats.SANA,
        gate.slack.modal(BothChats.SANA).orElseThrow(),
        Map.of("field_found", "It did not happen", "field_note", "No entry in the ledger"));
    assertThat(found(other).text("outcome")).isEqualTo("not_executed");

    gate.teams.command(BothChats.TOVE.id(), BothChats.CHANNEL, "unknown");
    PostedActivity list =
        gate.teams
            .awaitMessage(
                BothChats.CHANNEL,
                each ->
                    each.onlyFor().filter(BothChats.TOVE.id()::equals).isPresent()
                        && each.card().isPresent(),
                PATIENCE)
            .orElseThrow();
    assertThat(BothChats.text(list)).contains(shortName(one)).doesNotContain(shortName(other));
    assertThat(inTeams(list, "ask.0", Map.of())).contains("What did you find", "[ Record it ]");
    assertThat(
            inTeams(
                list,
                "sheet_send",
                Map.of("sheet_field_found", "It happened", "sheet_field_note", "It stands there")))
        .contains("Recorded");
    assertThat(found(one).text("outcome")).isEqualTo("executed");

    assertThat(gate.billing.received()).as("nothing was sent").hasSize(sent);
    assertThat(
            List.of(
                gate.audited(one, "execution_reconciled"),
                gate.audited(other, "execution_reconciled")))
        .containsOnly(1L);
    assertThat(gate.damages()).isEmpty();
  }

  private String inTeams(PostedActivity shown, String button, Map<String, String> filled) {
    return switch (gate.teams
        .press(BothChats.TOVE.id(), BothChats.CHANNEL, shown.id(), button, filled)
        .answer()) {
      case InvokeResponse.Message(String text) -> text;
      case InvokeResponse.Card(var card) -> TeamsSandbox.text(card);
      case InvokeResponse unexpected -> unexpected.toString();
    };
  }
}
