package dev.countersign.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.RecordingChat;
import dev.countersign.SettableClock;
import dev.countersign.TestGate;
import dev.countersign.app.keys.KeyFile;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.people.People;
import dev.countersign.people.Surface;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.store.PostgresStore;
import dev.countersign.token.KeyRing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The command on a database; what the figures come to is shown by `ReporterTest` in `bot-core`.
class ReportCommandTest extends CommandTestCase {

  private String config() throws IOException {
    return settings("issuer: https://gate.example\n").toString();
  }

  /// One approval, reported as wrong, and one rejection.
  private ProposalId history() {
    makeKeys();
    KeyRing keys =
        new KeyFile(folder.resolve("keys.json"), new SecureRandom(), InstantSource.system()).load();
    try (PostgresStore store = PostgresStore.open(database.config(), keys.evidence())) {
      People people = TestGate.people();
      store.importPeople(people.persons(), people.groups(), people.agents());
      TestGate gate =
          new TestGate(
              new SettableClock(TestGate.START),
              store.ledger(),
              store.deliveries(),
              TestGate.directory(),
              TestGate.ONE_LEAD.replace(
                  "\"rules\"", "\"tags\":[{\"tag\":\"domain/money\",\"when\":\"true\"}],\"rules\""),
              keys,
              new RecordingChat(),
              chat -> chat);
      ProposalId wrong = gate.ask();
      gate.press("ULENA", Decision.APPROVE);
      gate.problems.report(
          new AccountId(Surface.SLACK, TestGate.TEAM, "UMARC"), wrong.value(), "Wrong \u001b[2J");
      gate.propose(TestGate.body("{\"anew\":true,\"action_type\":\"refund.create\"}"));
      gate.showCards();
      gate.press("ULENA", Decision.REJECT);
      return wrong;
    }
  }

  @Test
  void anEmptyDatabaseHasNothingToReport() throws IOException {
    String config = config();
    makeKeys();
    Ran ran = run("report", "--config", config);

    assertThat(ran.err()).isEmpty();
    assertThat(ran.out()).startsWith("0 requests.");
    assertThat(ran.exitCode()).isZero();
  }

  @Test
  void theDocumentHasTheFiguresOfEachRuleTypeAgentAndReviewer() throws IOException {
    history();
    Ran ran = run("report", "--json", "--config", config());
    JsonObject report =
        (JsonObject) CanonicalJson.parse(ran.out().strip().getBytes(StandardCharsets.UTF_8));

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(report.members().keySet())
        .containsExactlyInAnyOrder(
            "since",
            "requests",
            "rules",
            "tags",
            "action_types",
            "agents",
            "reviewers",
            "observed",
            "not_counted");
    JsonObject calls = only(report, "rules");
    assertThat(calls.text("name")).isEqualTo("calls");
    assertThat(calls.number("requests")).isEqualTo(2);
    assertThat(calls.number("approved")).isEqualTo(1);
    assertThat(calls.number("rejected")).isEqualTo(1);
    assertThat(calls.number("auto_approved_percent")).isZero();
    assertThat(calls.number("defects")).isEqualTo(1);
    assertThat(calls.number("defect_percent")).isEqualTo(100);
    assertThat(calls.object("rejection_reasons").number("against_policy")).isEqualTo(1);
    assertThat(only(report, "tags").text("name")).isEqualTo("domain/money");
    assertThat(only(report, "tags").number("approved")).isEqualTo(1);
    assertThat(only(report, "action_types").number("requests")).isEqualTo(2);
    assertThat(only(report, "agents").text("name")).isEqualTo("support-bot");
    JsonObject lena = only(report, "reviewers");
    assertThat(lena.text("name")).isEqualTo("lena");
    assertThat(lena.number("votes")).isEqualTo(2);
    assertThat(lena.number("defect_percent")).isEqualTo(100);
    assertThat(report.object("not_counted").number("requests")).isZero();
  }

  private static JsonObject only(JsonObject report, String kind) {
    List<JsonObject> all = report.objects(kind, one -> one);
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  @Test
  void theTablesSayTheSame() throws IOException {
    history();
    Ran ran = run("report", "--since", "30d", "--config", config());

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.out().lines())
        .anyMatch(line -> line.startsWith("2 requests proposed since "))
        .anyMatch(
            line -> line.matches("calls +2 +0% +1 +1 +0 +0 +0 .* 1 \\(100%\\)  against_policy 1"))
        .anyMatch(line -> line.matches("lena +2 +1 +1 +0 .* – +1 \\(100%\\)"));
    assertThat(ran.out()).doesNotContain("\u001b");
  }

  @Test
  void whatSomebodyAlteredIsNamedAtTheEndAndNotCounted() throws Exception {
    ProposalId wrong = history();
    database.asAdmin(
        """
        alter table countersign.audit_entry disable trigger written_once;
        delete from countersign.audit_entry where request_id = '%s' and seq = 3;
        """
            .formatted(wrong));
    Ran ran = run("report", "--config", config());

    assertThat(ran.out()).startsWith("1 requests.");
    assertThat(ran.out().lines().toList().getLast()).startsWith(wrong + ": audit_entry");
  }

  @ParameterizedTest
  @ValueSource(strings = {"30", "0d", "-1d", "3651d", "30m", "month", ""})
  void aTimeIsSpelledAsExpected(String since) throws IOException {
    makeKeys();
    Ran ran = run("report", "--since", since, "--config", config());

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("such as 30d or 12h");
  }
}
