package dev.countersign.executors.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.execution.Outcome;
import dev.countersign.execution.TargetLook;
import dev.countersign.execution.TargetTrial;
import dev.countersign.executors.Crm;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.RecordImage;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of approved changes in a PostgreSQL.
@Timeout(60)
class RecordChangeTest {
  private static EmbeddedPostgres server;
  private static Crm crm;

  @BeforeAll
  static void start() {
    server = Crm.server();
    crm = Crm.plain(server.getPort());
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void oneAccount() {
    Crm.run(
        server,
        "DROP TRIGGER IF EXISTS odd ON account; TRUNCATE account, label, counted;"
            + " INSERT INTO account (id, status, billing_terms, credit_limit, seats, note)"
            + " VALUES ('acme', 'active', 'NET30', 250.50, 7, 'as ever');"
            + " INSERT INTO label VALUES ('red', 'f00')");
  }

  private static Optional<String> held(String column) {
    return Crm.ask(server, "SELECT " + column + " FROM account WHERE id = 'acme'");
  }

  private static Action update(String changes) {
    return Crm.change("update", "acme", changes);
  }

  private static String change(String path, String from, String to) {
    return "{\"path\":\"%s\",\"from\":%s,\"to\":%s}".formatted(path, from, to);
  }

  private static void assertFailed(Outcome outcome, String code) {
    assertThat(outcome).isEqualTo(new Outcome.Failed(code, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /status  | "active"  | "paused"               | status        | paused
          /terms   | "NET30"   | "NET60"                | billing_terms | NET60
          /credit  | 250.5     | 99999.99               | credit_limit  | 99999.99
          /credit  | 250.50    | 1                      | credit_limit  | 1.00
          /seats   | 7         | 8                      | seats         | 8
          /seats   | 7         | null                   | seats         |
          /vip     | false     | true                   | vip           | t
          /renewal | null      | "2027-02-28"           | renewal       | 2027-02-28
          /called  | null      | "2026-11-30T13:00:00+01:00" | called_at AT TIME ZONE 'UTC' | 2026-11-30 12:00:00
          /note    | "as ever" | ""                     | note          | ''
          """)
  void aFieldHoldsWhatWasApproved(String path, String from, String to, String column, String now) {
    assertThat(crm.make(update(change(path, from, to)))).isInstanceOf(Outcome.Succeeded.class);
    assertThat(held(column)).isEqualTo(Optional.ofNullable(now));
    assertThat(held("lock_version")).contains("2");
    assertThat(held("owner")).contains("ada");
  }

  @Test
  void severalFieldsChangeTogether() {
    assertThat(
            crm.make(
                update(
                    change("/status", "\"active\"", "\"paused\"")
                        + ","
                        + change("/seats", "7", "9"))))
        .isInstanceOf(Outcome.Succeeded.class);
    assertThat(held("status || seats")).contains("paused9");
  }

  /// The person who approved saw another record.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /status  | "paused"   | "active"
          /credit  | 250.51     | 1
          /seats   | null       | 8
          /renewal | "2027-02-28" | null
          /note    | "As ever"  | "x"
          /note    | "as ever " | "x"
          /note    | null       | "x"
          /note    | ""         | "x"
          /vip     | true       | false
          """)
  void aRecordThatChangedMeanwhileStaysAsItIs(String path, String from, String to) {
    String before = held("account::text").orElseThrow();
    assertThat(crm.make(update(change(path, from, to)))).isInstanceOf(Outcome.RecordChanged.class);
    assertThat(held("account::text")).contains(before);
  }

  /// So that the gate can ask from it, without anybody telling it.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /status  | "paused"   | "active" | "active"
          /credit  | 250.51     | 1        | 250.5
          /seats   | null       | 8        | 7
          /renewal | "2027-02-28" | null   | "2027-01-31"
          /called  | null       | "2026-11-30T13:00:00Z" | "2026-11-30T11:00:00.500Z"
          /vip     | true       | false    | false
          /note    | "As ever"  | "x"      | "as ever"
          """)
  void whatItHoldsInsteadIsReadWithIt(String path, String from, String to, String now) {
    Crm.run(
        server,
        "UPDATE account SET renewal = '2027-01-31', called_at = '2026-11-30 12:00:00.5+01'");

    Outcome outcome = crm.make(update(change(path, from, to)));

    assertThat(outcome).isEqualTo(new Outcome.RecordChanged(image(path, json(now))));
    assertThat(crm.make(update(change(path, CanonicalJson.text(json(now)), to))))
        .isInstanceOfSatisfying(
            Outcome.Succeeded.class,
            made -> assertThat(made.before()).contains(image(path, json(now))));
  }

  @Test
  void whatItHeldBeforeIsReadInTheSameTransaction() {
    Outcome made =
        crm.make(
            Crm.change(
                "account",
                "update",
                "acme",
                "{\"path\":\"/status\",\"to\":\"paused\"}",
                "{\"if_match\":\"1\"}"));

    assertThat(((Outcome.Succeeded) made).before())
        .contains(new RecordImage(Map.of("/status", Json.of("active")), Optional.of("1")));
  }

  @Test
  void aValueThatIsTooLongToBeKeptIsNotRead() {
    Crm.run(server, "UPDATE account SET note = repeat('x', 20000)");

    assertFailed(crm.make(update(change("/note", "\"as ever\"", "\"x\""))), "record_changed");
  }

  @Test
  void aNumberThatJsonWouldRoundIsNotRead() {
    Crm.run(server, "ALTER TABLE account ALTER credit_limit TYPE numeric");
    Crm.run(server, "UPDATE account SET credit_limit = 1234567890123456789.25");
    try {
      assertFailed(crm.make(update(change("/credit", "250.5", "1"))), "record_changed");
    } finally {
      Crm.run(
          server,
          "UPDATE account SET credit_limit = 1;"
              + " ALTER TABLE account ALTER credit_limit TYPE numeric(10,2)");
    }
  }

  private static RecordImage image(String path, Json value) {
    return new RecordImage(Map.of(path, value), Optional.empty());
  }

  private static Json json(String text) {
    return CanonicalJson.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void oneValueThatChangedKeepsAllOthersToo() {
    assertThat(
            crm.make(
                update(
                    change("/status", "\"active\"", "\"paused\"")
                        + ","
                        + change("/seats", "6", "9"))))
        .isInstanceOf(Outcome.RecordChanged.class);
    assertThat(held("status || seats")).contains("active7");
  }

  @Test
  void aVersionStandsForWhatPeopleSaw() {
    String changes = "{\"path\":\"/status\",\"to\":\"paused\"}";
    assertThat(crm.make(Crm.change("account", "update", "acme", changes, "{\"if_match\":\"2\"}")))
        .isEqualTo(
            new Outcome.RecordChanged(
                new RecordImage(Map.of("/status", Json.of("active")), Optional.of("1"))));
    assertThat(crm.make(Crm.change("account", "update", "acme", changes, "{\"if_match\":\"1\"}")))
        .isInstanceOf(Outcome.Succeeded.class);
    assertThat(held("status || lock_version")).contains("paused2");
  }

  @Test
  void aRecordThatIsNotThereIsNotMade() {
    assertFailed(
        crm.make(Crm.change("update", "nobody", change("/seats", "7", "8"))), "record_not_found");
    assertThat(Crm.ask(server, "SELECT count(*) FROM account")).contains("1");
  }

  /// Neither a prefix, nor a blank, nor another case, nor SQL.
  @ParameterizedTest
  @ValueSource(strings = {"ACME", "acme ", " acme", "acm_", "%", "acme' OR '1'='1", "acme\n"})
  void onlyTheExactKeyIsTheRecord(String id) {
    assertFailed(
        crm.make(Crm.change("update", id, change("/seats", "7", "8"))), "record_not_found");
    assertThat(held("seats")).contains("7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'); DROP TABLE account; --",
        "\" || owner || \"",
        "${jndi:ldap://x}",
        "?",
        "$1",
        "\\",
        "a\r\nb\tc",
        "\u202egnp.exe",
        "é vs é",
        "💶👩‍👩‍👧",
        "{\"a\":[1,null]}",
        "NULL",
        "DEFAULT",
        "now()"
      })
  void hostileTextIsKeptAsItIs(String text) {
    String json = new String(CanonicalJson.bytes(Json.of(text)), StandardCharsets.UTF_8);
    assertThat(crm.make(update(change("/note", "\"as ever\"", json))))
        .isInstanceOf(Outcome.Succeeded.class);
    assertThat(held("note")).contains(text);
    assertThat(held("owner")).contains("ada");
  }

  /// It would end as 1.01, which nobody approved.
  @Test
  void whatTheDatabaseWouldRoundIsNotWritten() {
    assertFailed(crm.make(update(change("/credit", "250.5", "1.005"))), "value_not_kept");
    assertThat(held("credit_limit")).contains("250.50");
  }

  @Test
  void whatATriggerMakesAnotherIsNotWritten() {
    odd("NEW.note := upper(NEW.note); RETURN NEW;");
    assertFailed(crm.make(update(change("/note", "\"as ever\"", "\"new\""))), "value_not_kept");
    assertThat(held("note")).contains("as ever");
  }

  @Test
  void whatATriggerDropsIsNoSuccess() {
    odd("RETURN NULL;");
    assertFailed(crm.make(update(change("/seats", "7", "8"))), "record_not_found");
  }

  private static void odd(String body) {
    Crm.run(
        server,
        "CREATE OR REPLACE FUNCTION odd() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            + body
            + " END $$; CREATE TRIGGER odd BEFORE UPDATE ON account FOR EACH ROW EXECUTE FUNCTION"
            + " odd()");
  }

  @Test
  void aConstraintThatIsAskedAtTheEndUndoesAllOfIt() {
    Crm.run(
        server,
        "CREATE OR REPLACE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE"
            + " EXCEPTION USING ERRCODE = 'check_violation'; END $$; CREATE CONSTRAINT TRIGGER late"
            + " AFTER UPDATE ON account INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION late()");
    try {
      assertFailed(crm.make(update(change("/seats", "7", "8"))), "constraint_violated");
      assertThat(held("seats")).contains("7");
    } finally {
      Crm.run(server, "DROP TRIGGER late ON account");
    }
  }

  /// It would become another after it was looked at.
  @Test
  void whatATriggerMakesAnotherAtTheEndIsNotWrittenEither() {
    Crm.run(
        server,
        "CREATE OR REPLACE FUNCTION later() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF"
            + " NEW.note <> 'theirs' THEN UPDATE account SET note = 'theirs' WHERE id = NEW.id; END"
            + " IF; RETURN NULL; END $$; CREATE CONSTRAINT TRIGGER later AFTER UPDATE ON account"
            + " INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION later()");
    try {
      assertFailed(crm.make(update(change("/note", "\"as ever\"", "\"new\""))), "value_not_kept");
      assertThat(held("note")).contains("as ever");
    } finally {
      Crm.run(server, "DROP TRIGGER later ON account");
    }
  }

  @Test
  void aRecordIsCreatedOnce() {
    Action create =
        Crm.change(
            "create",
            "globex",
            "{\"path\":\"/status\",\"to\":\"paused\"},{\"path\":\"/seats\",\"to\":null}");
    assertThat(crm.make(create)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(Crm.ask(server, "SELECT status FROM account WHERE id = 'globex'"))
        .contains("paused");
    assertFailed(crm.make(create), "constraint_violated");
  }

  @Test
  void anArchivedRecordStaysAndIsThereForNoChange() {
    Action archive = Crm.change("archive", "acme", "{\"path\":\"/status\",\"from\":\"active\"}");
    assertThat(crm.make(archive)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(held("archived_at IS NOT NULL")).contains("t");
    assertFailed(crm.make(archive), "record_not_found");
    assertFailed(crm.make(update(change("/seats", "7", "8"))), "record_not_found");
  }

  @Test
  void aRecordIsDeletedOnlyAsPeopleSawIt() {
    assertThat(crm.make(label("delete", "{\"path\":\"/colour\",\"from\":\"0f0\"}")))
        .isInstanceOf(Outcome.RecordChanged.class);
    assertThat(crm.make(label("delete", "{\"path\":\"/colour\",\"from\":\"f00\"}")))
        .isInstanceOf(Outcome.Succeeded.class);
    assertThat(Crm.ask(server, "SELECT count(*) FROM label")).contains("0");
  }

  @Test
  void twoRecordsOfOneKeyAreNotChanged() {
    Crm.run(server, "INSERT INTO label VALUES ('red', 'f00')");
    assertFailed(
        crm.make(label("update", change("/colour", "\"f00\"", "\"0f0\""))), "record_ambiguous");
    assertThat(Crm.ask(server, "SELECT count(*) FROM label WHERE colour = 'f00'")).contains("2");
  }

  private static Action label(String operation, String changes) {
    return Crm.change("label", operation, "red", changes, "{}");
  }

  @Test
  void whatTheRoleMayNotDoIsRefusedByTheDatabase() {
    Crm.run(server, "REVOKE UPDATE (seats) ON account FROM gate");
    try {
      assertFailed(crm.make(update(change("/seats", "7", "8"))), "permission_denied");
    } finally {
      Crm.run(server, "GRANT UPDATE (seats) ON account TO gate");
    }
  }

  @Test
  void aRecordThatSomebodyHoldsIsLeftAlone() throws SQLException {
    try (Connection other = server.getPostgresDatabase().getConnection()) {
      other.setAutoCommit(false);
      other.createStatement().execute("UPDATE account SET note = 'theirs' WHERE id = 'acme'");
      Outcome outcome =
          crm.with("\"limits\":{\"timeout\":\"400ms\",\"connect\":\"400ms\"}")
              .make(update(change("/seats", "7", "8")));
      assertThat(outcome)
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed -> assertThat(failed.code()).isIn("record_locked", "timeout_before_send"));
      other.rollback();
    }
    assertThat(held("seats")).contains("7");
  }

  @Test
  void whatStandsThereAsApprovedIsConfirmedWhenItIsReadBack() {
    var registry = crm.with("\"verify\":true").registry();
    for (Action action :
        List.of(
            update(change("/credit", "250.5", "99999.990") + "," + change("/seats", "7", "null")),
            Crm.change("create", "new", "{\"path\":\"/status\",\"to\":\"paused\"}"),
            Crm.change("archive", "new", ""),
            Crm.change("label", "delete", "red", "", "{}"))) {
      assertThat(registry.readsBack(action)).isTrue();
      assertThat(crm.make(action)).isInstanceOf(Outcome.Succeeded.class);
      assertThat(registry.readBack(action)).isEqualTo(new TargetLook.AsApproved());
    }
  }

  @Test
  void whatSomebodyMadeOfItMeanwhileIsSeenWhenItIsReadBack() {
    var registry = crm.with("\"verify\":true").registry();
    Action action =
        update(
            change("/credit", "250.5", "1") + "," + change("/status", "\"active\"", "\"paused\""));
    assertThat(crm.make(action)).isInstanceOf(Outcome.Succeeded.class);

    Crm.run(server, "UPDATE account SET status = 'active'");
    assertThat(registry.readBack(action)).isEqualTo(new TargetLook.Differs(List.of("/status")));
    Crm.run(server, "DELETE FROM account");
    assertThat(registry.readBack(action)).isEqualTo(new TargetLook.Differs(List.of()));
    Crm.run(server, "INSERT INTO label VALUES ('blue', 'f00')");
    assertThat(registry.readBack(Crm.change("label", "delete", "blue", "", "{}")))
        .isEqualTo(new TargetLook.Differs(List.of()));
  }

  @Test
  void readingBackWaitsForNobodyAndHoldsNothing() throws SQLException {
    var registry = crm.with("\"verify\":true").registry();
    Action action = update(change("/credit", "250.5", "1"));
    assertThat(crm.make(action)).isInstanceOf(Outcome.Succeeded.class);
    try (Connection other = server.getPostgresDatabase().getConnection()) {
      other.setAutoCommit(false);
      try (var held = other.createStatement()) {
        held.execute("SELECT 1 FROM account FOR UPDATE");
      }
      assertThat(registry.readBack(action)).isEqualTo(new TargetLook.AsApproved());
    }
  }

  @Test
  void withoutVerifyNothingIsReadBack() {
    assertThat(crm.registry().readsBack(update(change("/credit", "250.5", "1")))).isFalse();
  }

  @Test
  void aDryRunSaysWhatWouldBecomeOfItAndLeavesTheRecordAsItIs() {
    var registry = crm.with("\"dry_run\":true").registry();
    String before = held("account::text || xmin").orElseThrow();

    assertThat(registry.tryOut(update(change("/status", "\"active\"", "\"paused\""))))
        .isEqualTo(TargetTrial.works());
    assertThat(registry.tryOut(Crm.change("archive", "acme", ""))).isEqualTo(TargetTrial.works());
    assertThat(registry.tryOut(Crm.change("label", "delete", "red", "", "{}")))
        .isEqualTo(TargetTrial.works());
    assertThat(registry.tryOut(Crm.change("create", "new", ""))).isEqualTo(TargetTrial.works());
    assertThat(registry.tryOut(update(change("/status", "\"paused\"", "\"active\""))))
        .isEqualTo(TargetTrial.fails("record_changed"));
    assertThat(registry.tryOut(Crm.change("create", "acme", "")))
        .isEqualTo(TargetTrial.fails("constraint_violated"));
    assertThat(registry.tryOut(update(change("/credit", "250.5", "1.005"))))
        .isEqualTo(TargetTrial.fails("value_not_kept"));

    assertThat(held("account::text || xmin")).contains(before);
    assertThat(Crm.ask(server, "SELECT count(*) FROM account")).contains("1");
    assertThat(Crm.ask(server, "SELECT count(*) FROM label")).contains("1");
  }

  @Test
  void whereTheFileSaysNothingOfItADryRunTouchesNoTarget() {
    assertThat(crm.registry().triesOut(update(change("/credit", "250.5", "1")))).isFalse();
  }
}
