package dev.countersign.executors.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.drawing.CardComposer;
import dev.countersign.execution.Outcome;
import dev.countersign.execution.RecordLook;
import dev.countersign.executors.Crm;
import dev.countersign.executors.RecordGate;
import dev.countersign.intake.IntakeResult;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RecordImage;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the gate reads of a record before people are asked, whatever database it is.
@Timeout(60)
abstract class ReadRecordContract {
  private static final String TERMS =
      """
      {"action_type":"account.change","target_system":"crm","target_id":"acme","proposed_changes":{
        "class":"record_change","operation":"update","record_type":"account","changes":[
          {"path":"/terms"%s,"to":"NET60"},{"path":"/seats","from":7,"to":8}]}}
      """;

  abstract SampleDatabase database();

  @BeforeEach
  void oneAccount() {
    database()
        .run(
            "DELETE FROM \"account\"",
            "DELETE FROM \"label\"",
            "INSERT INTO \"account\" (\"id\", \"status\", \"billing_terms\", \"credit_limit\","
                + " \"seats\", \"note\")"
                + " VALUES ('acme', 'active', 'NET30', 250.50, 7, 'as ever')",
            "INSERT INTO \"label\" (\"name\", \"colour\") VALUES ('red', 'f00')");
  }

  final Optional<String> held(String column) {
    return database().ask("SELECT \"" + column + "\" FROM \"account\" WHERE \"id\" = 'acme'");
  }

  /// Each column of the account but its version, as the database writes it.
  final List<Optional<String>> whole() {
    return database()
        .row(
            "SELECT \"status\", \"billing_terms\", \"credit_limit\", \"seats\", \"vip\","
                + " \"renewal\", \"called_at\", \"note\", \"owner\", \"archived_at\""
                + " FROM \"account\" WHERE \"id\" = 'acme'");
  }

  final Outcome make(Action action) {
    return database().crm().make(action);
  }

  static Action update(String changes) {
    return Crm.change("update", "acme", changes);
  }

  static Action label(String operation, String changes) {
    return Crm.change("label", operation, "red", changes, "{}");
  }

  static String change(String path, String from, String to) {
    return "{\"path\":\"%s\",\"from\":%s,\"to\":%s}".formatted(path, from, to);
  }

  static void assertFailed(Outcome outcome, String code) {
    assertThat(outcome).isEqualTo(new Outcome.Failed(code, 0));
  }

  static RecordImage image(String path, Json value) {
    return new RecordImage(Map.of(path, value), Optional.empty());
  }

  static Json json(String text) {
    return CanonicalJson.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  final Optional<String> count(String table) {
    return database().ask("SELECT COUNT(*) FROM \"" + table + "\"");
  }

  final RecordLook look(Action action) {
    assertThat(database().crm().registry().readsFirst(action)).isTrue();
    return database().crm().registry().readFirst(action, Crm.AGENT);
  }

  static void assertNot(RecordLook look, String code, String pointer) {
    assertThat(look)
        .isInstanceOfSatisfying(
            RecordLook.Not.class,
            not -> {
              assertThat(not.why().code()).isEqualTo(code);
              assertThat(not.why().pointer()).isEqualTo(pointer);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /status  | "paused"               | "active"
          /terms   | "NET60"                | "NET30"
          /credit  | 1                      | 250.5
          /seats   | 8                      | 7
          /vip     | true                   | false
          /renewal | "2027-02-28"           | null
          /called  | "2026-11-30T12:00:00Z" | null
          /note    | "x"                    | "as ever"
          """)
  void whatTheAgentDoesNotSayIsReadFromTheRecord(String path, String to, String now) {
    List<Optional<String>> before = whole();

    assertThat(look(update("{\"path\":\"%s\",\"to\":%s}".formatted(path, to))))
        .isEqualTo(new RecordLook.Held(image(path, json(now))));

    assertThat(whole()).isEqualTo(before);
    assertThat(held("lock_version")).contains("1");
  }

  /// By what it means, as before the change; and what it is instead is not said.
  @Test
  void whatTheAgentSaysIsComparedAndNotTold() {
    assertThat(look(update(change("/credit", "250.50", "1"))))
        .isEqualTo(new RecordLook.Held(new RecordImage(Map.of(), Optional.empty())));

    RecordLook look =
        look(
            update(
                change("/credit", "250.5", "1")
                    + ",{\"path\":\"/seats\",\"to\":8},"
                    + change("/note", "\"As ever\"", "\"x\"")));
    assertNot(look, "before_value_differs", "/proposed_changes/changes/2/from");
    assertThat(look.toString()).doesNotContain("as ever");
  }

  @Test
  void theVersionIsReadOfWhatGoesAndWhereOneIsNamed() {
    assertThat(look(Crm.change("archive", "acme", "{\"path\":\"/status\"}")))
        .isEqualTo(
            new RecordLook.Held(
                new RecordImage(Map.of("/status", Json.of("active")), Optional.of("1"))));
    String changes = "{\"path\":\"/seats\",\"to\":8}";
    assertThat(look(Crm.change("account", "update", "acme", changes, "{\"if_match\":\"1\"}")))
        .isEqualTo(
            new RecordLook.Held(new RecordImage(Map.of("/seats", json("7")), Optional.of("1"))));
    assertNot(
        look(Crm.change("account", "update", "acme", changes, "{\"if_match\":\"2\"}")),
        "before_value_differs",
        "/preconditions/if_match");
  }

  @Test
  void whatIsNotOneRecordAsksNobody() {
    make(Crm.change("archive", "acme", ""));
    assertNot(look(update(change("/seats", "7", "8"))), "record_not_found", "/target_id");
    database().run("INSERT INTO \"label\" (\"name\", \"colour\") VALUES ('red', 'f00')");
    assertNot(look(label("delete", "")), "record_ambiguous", "/target_id");
  }

  @Test
  void aValueThatIsTooLongToBeReadCanBeSaid() {
    String long20 = "x".repeat(17_000);
    database().run("UPDATE \"account\" SET \"note\" = '" + long20 + "'");

    assertNot(
        look(update("{\"path\":\"/note\",\"to\":\"x\"}")), "record_not_readable", "/target_id");
    assertThat(look(update(change("/note", "\"" + long20 + "\"", "\"x\""))))
        .isInstanceOf(RecordLook.Held.class);
  }

  /// Nobody has to wait for the gate, and the gate for nobody.
  @Test
  void aLookWaitsForNobody() throws SQLException {
    try (Connection other = database().owner();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("UPDATE \"account\" SET \"note\" = 'theirs' WHERE \"id\" = 'acme'");
      assertThat(look(update("{\"path\":\"/note\",\"to\":\"x\"}")))
          .isEqualTo(new RecordLook.Held(image("/note", Json.of("as ever"))));
      other.rollback();
    }
  }

  @Test
  void whatTheDatabaseDoesNotShowIsNotRead() {
    database().run("ALTER TABLE \"label\" RENAME TO \"labels\"");
    try {
      assertThat(look(label("delete", ""))).isInstanceOf(RecordLook.NotRead.class);
    } finally {
      database().run("ALTER TABLE \"labels\" RENAME TO \"label\"");
    }
  }

  @Test
  void whatIsCreatedIsNotReadAndWhatNobodyReadIsNotMade() {
    assertThat(database().crm().registry().readsFirst(Crm.change("create", "new", ""))).isFalse();
    assertFailed(make(update("{\"path\":\"/seats\",\"to\":8}")), "before_value_required");
    assertFailed(
        make(Crm.change("archive", "acme", "{\"path\":\"/seats\"}")), "before_value_required");
    assertThat(held("seats")).contains("7");
  }

  /// From what the gate read to what it was again, and nothing of it told by the agent.
  @Test
  void aChangedRecordIsAskedAnewMadeAndSetBackThroughTheGate() {
    var records = new RecordGate(database().crm().registry(), this::make);
    ProposalId first = records.proposed(TERMS.formatted(""));
    assertThat(records.from(first))
        .containsExactly(Optional.of(Json.of("NET30")), Optional.of(json("7")));
    assertThat(
            new CardComposer(records.gate.directory)
                .compose(records.gate.record(first))
                .sections()
                .toString())
        .contains("read by Countersign at ", "when Countersign read it: ")
        .doesNotContain("the agent says it is now");

    database().run("UPDATE \"account\" SET \"billing_terms\" = 'NET45'");
    List<Optional<String>> theirs = whole();
    records.approveAndExecute();
    assertThat(whole()).isEqualTo(theirs);

    ProposalId next = records.askedAnew(first);
    assertThat(records.from(next)).contains(Optional.of(Json.of("NET45")));
    records.approveAndExecute();
    assertThat(records.end(next)).isInstanceOf(Execution.Succeeded.class);
    assertThat(List.of(held("billing_terms"), held("seats")))
        .containsExactly(Optional.of("NET60"), Optional.of("8"));

    ProposalId undo = records.undo(next);
    records.approveAndExecute();
    assertThat(records.end(undo)).isInstanceOf(Execution.Succeeded.class);
    assertThat(whole()).isEqualTo(theirs);
  }

  @Test
  void whatSomebodyChangedSinceIsNotOverwrittenByAnUndo() {
    var records = new RecordGate(database().crm().registry(), this::make);
    ProposalId first = records.proposed(TERMS.formatted(""));
    records.approveAndExecute();
    ProposalId undo = records.undo(first);
    records.gate.press("ULENA", Decision.APPROVE);
    database().run("UPDATE \"account\" SET \"billing_terms\" = 'NET90'");

    records.gate.execute();

    assertThat(records.end(undo)).isInstanceOf(Execution.Failed.class);
    assertThat(List.of(held("billing_terms"), held("seats")))
        .containsExactly(Optional.of("NET90"), Optional.of("8"));
  }

  @Test
  void anAgentThatLiesAboutWhatItHoldsAsksNobody() {
    var records = new RecordGate(database().crm().registry(), this::make);

    assertThat(
            records.gate.intake.submit(
                records.gate.agent(),
                TERMS.formatted(",\"from\":\"NET99\"").getBytes(StandardCharsets.UTF_8),
                Optional.empty()))
        .isInstanceOfSatisfying(
            IntakeResult.Declined.class,
            it -> {
              assertThat(it.reason().code()).isEqualTo("before_value_differs");
              assertThat(it.pointer()).isEqualTo("/proposed_changes/changes/0/from");
              assertThat(it.toString()).doesNotContain("NET30");
            });
  }
}
