package dev.countersign.executors.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.execution.Outcome;
import dev.countersign.execution.TargetLook;
import dev.countersign.execution.TargetTrial;
import dev.countersign.executors.Crm;
import dev.countersign.executors.ExecutorRegistry;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.RecordImage;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What becomes of approved changes, whatever database it is.
abstract class RecordContract extends WholeRecordContract {

  /// What was there is read exactly, so it can be set back exactly.
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
          /vip     | false     | true                   | vip           | *
          /renewal | null      | "2027-02-28"           | renewal       | 2027-02-28
          /called  | null      | "2026-11-30T13:00:00.123456+01:00" | called_at | *
          /note    | "as ever" | ""                     | note          | ''
          /note    | "as ever" | null                   | note          |
          /note    | "as ever" | "as ever"              | note          | as ever
          """)
  void aFieldHoldsWhatWasApprovedAndIsSetBack(
      String path, String from, String to, String column, String now) {
    List<Optional<String>> before = whole();
    assertThat(make(update(change(path, from, to))))
        .isInstanceOfSatisfying(
            Outcome.Succeeded.class,
            made ->
                assertThat(made.before().map(RecordImage::toString))
                    .contains("RecordImage[" + path + "]"));
    if (!"*".equals(now)) {
      assertThat(held(column)).isEqualTo(Optional.ofNullable(now));
    }
    assertThat(held("lock_version")).contains("2");
    assertThat(held("owner")).contains("ada");

    assertThat(make(update(change(path, to, from)))).isInstanceOf(Outcome.Succeeded.class);
    assertThat(whole()).isEqualTo(before);
  }

  /// The person who approved saw another record.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /status  | "paused"     | "active"
          /status  | "Active"     | "paused"
          /credit  | 250.51       | 1
          /credit  | 1e-30        | 1
          /seats   | null         | 8
          /seats   | 7.5          | 8
          /renewal | "2027-02-28" | null
          /note    | "As ever"    | "x"
          /note    | "as ever "   | "x"
          /note    | "as évér"    | "x"
          /note    | null         | "x"
          /note    | ""           | "x"
          /vip     | true         | false
          """)
  void aRecordThatChangedMeanwhileStaysAsItIs(String path, String from, String to) {
    List<Optional<String>> before = whole();
    assertThat(make(update(change(path, from, to)))).isInstanceOf(Outcome.RecordChanged.class);
    assertThat(whole()).isEqualTo(before);
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
    make(
        update(
            change("/renewal", "null", "\"2027-01-31\"")
                + ","
                + change("/called", "null", "\"2026-11-30T12:00:00.5+01:00\"")));

    Outcome outcome = make(update(change(path, from, to)));

    assertThat(outcome).isEqualTo(new Outcome.RecordChanged(image(path, json(now))));
    assertThat(make(update(change(path, CanonicalJson.text(json(now)), to))))
        .isInstanceOfSatisfying(
            Outcome.Succeeded.class,
            made -> assertThat(made.before()).contains(image(path, json(now))));
  }

  @Test
  void aVersionStandsForWhatPeopleSaw() {
    String changes = "{\"path\":\"/status\",\"to\":\"paused\"}";
    assertThat(make(Crm.change("account", "update", "acme", changes, "{\"if_match\":\"2\"}")))
        .isEqualTo(
            new Outcome.RecordChanged(
                new RecordImage(Map.of("/status", Json.of("active")), Optional.of("1"))));
    assertThat(make(Crm.change("account", "update", "acme", changes, "{\"if_match\":\"1\"}")))
        .isInstanceOf(Outcome.Succeeded.class);
    assertThat(held("lock_version")).contains("2");
  }

  /// Neither a prefix, nor a blank, nor another case or accent, nor SQL.
  @ParameterizedTest
  @ValueSource(
      strings = {"ACME", "acme ", " acme", "acm_", "%", "acme' OR '1'='1", "acme\n", "ácme", "0"})
  void onlyTheExactKeyIsTheRecord(String id) {
    Action other = Crm.change("update", id, change("/seats", "7", "8"));
    assertNot(look(other), "record_not_found", "/target_id");
    assertFailed(make(other), "record_not_found");
    assertThat(held("seats")).contains("7");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'); DROP TABLE account; --",
        "\\'; DROP TABLE account; -- \\",
        "\" || owner || \"",
        "` ; DELETE FROM account",
        "${jndi:ldap://x}",
        "?",
        "$1",
        "\\",
        "a\r\nb\tc",
        "\u202egnp.exe",
        "é vs é",
        "💶👩‍👩‍👧",
        "trailing  ",
        "{\"a\":[1,null]}",
        "NULL",
        "DEFAULT",
        "now()"
      })
  void hostileTextIsKeptAsItIs(String text) {
    String json = new String(CanonicalJson.bytes(Json.of(text)), StandardCharsets.UTF_8);
    assertThat(make(update(change("/note", "\"as ever\"", json))))
        .isInstanceOf(Outcome.Succeeded.class);
    assertThat(held("note")).contains(text);
    assertThat(held("owner")).contains("ada");
    assertThat(make(update(change("/note", json, "\"as ever\""))))
        .isInstanceOf(Outcome.Succeeded.class);
  }

  /// It would end as 1.01, which nobody approved.
  @Test
  void whatTheDatabaseWouldRoundIsNotWritten() {
    assertFailed(make(update(change("/credit", "250.5", "1.005"))), "value_not_kept");
    assertThat(held("credit_limit")).contains("250.50");
  }

  /// The file allows more than the table does.
  @Test
  void whatTheColumnDoesNotTakeIsRefused() {
    assertFailed(make(update(change("/seats", "7", "99999999999"))), "value_refused");
    assertThat(held("seats")).contains("7");
  }

  @Test
  void aRecordIsCreatedOnce() {
    Action create =
        Crm.change(
            "create",
            "globex",
            "{\"path\":\"/status\",\"to\":\"paused\"},{\"path\":\"/seats\",\"to\":null},"
                + "{\"path\":\"/vip\",\"to\":true}");
    assertThat(make(create)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(database().ask("SELECT \"status\" FROM \"account\" WHERE \"id\" = 'globex'"))
        .contains("paused");
    assertFailed(make(create), "constraint_violated");
  }

  @Test
  void anArchivedRecordStaysAndIsThereForNoChange() {
    Action archive = Crm.change("archive", "acme", "{\"path\":\"/status\",\"from\":\"active\"}");
    assertThat(make(archive)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(held("archived_at")).isPresent();
    assertFailed(make(archive), "record_not_found");
    assertFailed(make(update(change("/seats", "7", "8"))), "record_not_found");
  }

  @Test
  void aRecordIsDeletedOnlyAsPeopleSawIt() {
    assertThat(make(label("delete", "{\"path\":\"/colour\",\"from\":\"0f0\"}")))
        .isInstanceOf(Outcome.RecordChanged.class);
    assertThat(make(label("delete", "{\"path\":\"/colour\",\"from\":\"F00\"}")))
        .isInstanceOf(Outcome.RecordChanged.class);
    assertThat(make(label("delete", "{\"path\":\"/colour\",\"from\":\"f00\"}")))
        .isInstanceOf(Outcome.Succeeded.class);
    assertThat(count("label")).contains("0");
  }

  @Test
  void twoRecordsOfOneKeyAreNotChanged() {
    database().run("INSERT INTO \"label\" (\"name\", \"colour\") VALUES ('red', 'f00')");
    assertFailed(
        make(label("update", change("/colour", "\"f00\"", "\"0f0\""))), "record_ambiguous");
    assertThat(database().ask("SELECT COUNT(*) FROM \"label\" WHERE \"colour\" = 'f00'"))
        .contains("2");
  }

  /// Between the approval and its execution.
  @Test
  void whereTheTableIsNoLongerThereNothingIsChanged() {
    database().run("ALTER TABLE \"label\" RENAME TO \"labels\"");
    try {
      assertThat(make(label("update", change("/colour", "\"f00\"", "\"0f0\""))))
          .isInstanceOfSatisfying(
              Outcome.Failed.class,
              failed ->
                  assertThat(failed.code())
                      .isIn("permission_denied", "target_refused", "table_unfit"));
    } finally {
      database().run("ALTER TABLE \"labels\" RENAME TO \"label\"");
    }
  }

  @Test
  void aRecordThatSomebodyHoldsIsLeftAlone() throws SQLException {
    try (Connection other = database().owner();
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("UPDATE \"account\" SET \"note\" = 'theirs' WHERE \"id\" = 'acme'");
      Outcome outcome =
          database()
              .crm()
              .with("\"limits\":{\"timeout\":\"600ms\",\"connect\":\"600ms\"}")
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
    ExecutorRegistry registry = database().crm().with("\"verify\":true").registry();
    for (Action action :
        List.of(
            update(
                change("/credit", "250.5", "99999.990")
                    + ","
                    + change("/called", "null", "\"2026-11-30T13:00:00Z\"")),
            Crm.change("create", "new", "{\"path\":\"/status\",\"to\":\"paused\"}"),
            Crm.change("archive", "new", ""),
            label("delete", ""))) {
      assertThat(make(action)).isInstanceOf(Outcome.Succeeded.class);
      assertThat(registry.readBack(action)).isEqualTo(new TargetLook.AsApproved());
    }
  }

  @Test
  void whatSomebodyMadeOfItMeanwhileIsSeenWhenItIsReadBack() {
    ExecutorRegistry registry = database().crm().with("\"verify\":true").registry();
    Action action =
        update(
            change("/credit", "250.5", "1") + "," + change("/status", "\"active\"", "\"paused\""));
    assertThat(make(action)).isInstanceOf(Outcome.Succeeded.class);

    database().run("UPDATE \"account\" SET \"status\" = 'active'");
    assertThat(registry.readBack(action)).isEqualTo(new TargetLook.Differs(List.of("/status")));
    database().run("UPDATE \"account\" SET \"status\" = 'Paused'");
    assertThat(registry.readBack(action)).isEqualTo(new TargetLook.Differs(List.of("/status")));
    database().run("DELETE FROM \"account\"");
    assertThat(registry.readBack(action)).isEqualTo(new TargetLook.Differs(List.of()));
    assertThat(registry.readBack(label("delete", ""))).isEqualTo(new TargetLook.Differs(List.of()));
  }

  @Test
  void aDryRunSaysWhatWouldBecomeOfItAndLeavesTheRecordAsItIs() {
    ExecutorRegistry registry = database().crm().with("\"dry_run\":true").registry();
    List<Optional<String>> before = whole();

    assertThat(registry.tryOut(update(change("/status", "\"active\"", "\"paused\""))))
        .isEqualTo(TargetTrial.works());
    assertThat(registry.tryOut(Crm.change("archive", "acme", ""))).isEqualTo(TargetTrial.works());
    assertThat(registry.tryOut(label("delete", ""))).isEqualTo(TargetTrial.works());
    assertThat(registry.tryOut(Crm.change("create", "new", ""))).isEqualTo(TargetTrial.works());
    assertThat(registry.tryOut(update(change("/status", "\"paused\"", "\"active\""))))
        .isEqualTo(TargetTrial.fails("record_changed"));
    assertThat(registry.tryOut(Crm.change("create", "acme", "")))
        .isEqualTo(TargetTrial.fails("constraint_violated"));
    assertThat(registry.tryOut(update(change("/credit", "250.5", "1.005"))))
        .isEqualTo(TargetTrial.fails("value_not_kept"));

    assertThat(whole()).isEqualTo(before);
    assertThat(count("account")).contains("1");
    assertThat(count("label")).contains("1");
  }
}
