package dev.countersign.executors.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.countersign.execution.Outcome;
import dev.countersign.executors.Certificates;
import dev.countersign.executors.Crm;
import dev.countersign.executors.RawTarget;
import dev.countersign.proposal.Action;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/// The same in a MariaDB of Debian's, skipped where there is none; and what it has of its own.
class MariaRecordTest extends RecordContract {
  private static final String HOST = "db.crm.example";
  private static final Action SEATS =
      Crm.change("update", "acme", "{\"path\":\"/seats\",\"from\":7,\"to\":8}");

  @TempDir private static Path folder;
  private static @Nullable SampleMaria server;

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(SampleMaria.isInstalled(), "mariadb-server is not installed");
    Certificates.of(HOST, folder);
    Path certificate = folder.resolve("server.crt");
    Path key = folder.resolve("server.key");
    Certificates.write(folder, certificate, key);
    server = SampleMaria.start(folder, "--ssl-cert=" + certificate, "--ssl-key=" + key);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  @Override
  SampleMaria database() {
    return Objects.requireNonNull(server);
  }

  private void altered(String there, String back, Runnable meanwhile) {
    database().run(there);
    try {
      meanwhile.run();
    } finally {
      database().run(back);
    }
  }

  /// Since people approved it: a table that takes nothing back, and columns that would keep, or
  /// compare, something else than what people saw.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ENGINE MyISAM                   | ENGINE InnoDB                          | be a table of InnoDB
          MODIFY credit_limit double      | MODIFY credit_limit decimal(10,2) NOT NULL DEFAULT 0 | have credit_limit as tinyint,
          MODIFY credit_limit varchar(20) | MODIFY credit_limit decimal(10,2) NOT NULL DEFAULT 0 | have credit_limit as tinyint,
          MODIFY id varbinary(64)         | MODIFY id varchar(64)                  | have id as tinyint,
          """)
  void aTableThatWasAlteredSinceKeepsItsRecords(String there, String back, String wants) {
    altered(
        "ALTER TABLE account " + there,
        "ALTER TABLE account " + back,
        () -> {
          List<Optional<String>> before = whole();
          assertFailed(make(update(change("/credit", "250.5", "1"))), "table_unfit");
          assertFailed(
              make(Crm.change("create", "new", "{\"path\":\"/credit\",\"to\":1}")), "table_unfit");
          assertThat(whole()).isEqualTo(before);
          assertThat(database().crm().told())
              .anySatisfy(told ->
                  assertThat(told)
                      .startsWith("BAD crm account: crm.account would have to ")
                      .contains(wants));
        });
  }

  @Test
  void aViewIsNoTable() {
    altered(
        "RENAME TABLE label TO labels",
        "RENAME TABLE labels TO label",
        () ->
            altered(
                "CREATE VIEW label AS SELECT * FROM labels",
                "DROP VIEW label",
                () ->
                    assertThat(make(label("update", change("/colour", "\"f00\"", "\"0f0\""))))
                        .isInstanceOf(Outcome.Failed.class)));
    assertThat(database().ask("SELECT colour FROM label")).contains("f00");
  }

  @Test
  void whatATriggerMakesAnotherIsNotWritten() {
    altered(
        "CREATE TRIGGER odd BEFORE UPDATE ON account FOR EACH ROW SET NEW.note = UPPER(NEW.note)",
        "DROP TRIGGER odd",
        () ->
            assertFailed(
                make(update(change("/note", "\"as ever\"", "\"new\""))), "value_not_kept"));
    assertThat(held("note")).contains("as ever");
  }

  /// Such as what programs write that know of no strict mode.
  @Test
  void whatIsNoValueOfTheFieldIsNobodysBeforeImage() {
    database()
        .run(
            "SET SESSION sql_mode = ''",
            "UPDATE account SET renewal = '0000-00-00', vip = 2 WHERE id = 'acme'");
    assertFailed(make(update(change("/renewal", "null", "\"2027-01-31\""))), "record_changed");
    assertFailed(make(update(change("/vip", "true", "false"))), "record_changed");
    assertFailed(make(update(change("/vip", "false", "true"))), "record_changed");
    assertThat(make(SEATS)).isInstanceOf(Outcome.Succeeded.class);
    assertThat(held("vip")).contains("2");
  }

  /// The server has times of another zone.
  @Test
  void timesAreInUtc() {
    assertThat(make(update(change("/called", "null", "\"2026-11-30T13:00:00.5+01:00\""))))
        .isInstanceOf(Outcome.Succeeded.class);
    assertThat(database().ask("SELECT CAST(called_at AS CHAR) FROM account"))
        .contains("2026-11-30 12:00:00.500000");
  }

  /// Which keeps whole seconds and would say nothing.
  @Test
  void aPartOfASecondThatWouldBeCutIsNotWritten() {
    altered(
        "ALTER TABLE account MODIFY called_at datetime",
        "ALTER TABLE account MODIFY called_at datetime(6)",
        () ->
            assertFailed(
                make(update(change("/called", "null", "\"2026-11-30T12:00:00.5Z\""))),
                "value_not_kept"));
    assertThat(held("called_at")).isEmpty();
  }

  @Test
  void whatTheColumnHasNoCharacterForIsNotWritten() {
    Outcome outcome = make(label("update", change("/colour", "\"f00\"", "\"💶\"")));
    assertFailed(outcome, "value_refused");
    assertThat(database().ask("SELECT colour FROM label")).contains("f00");
  }

  @Test
  void whatTheRoleMayNotDoIsRefused() {
    altered(
        "REVOKE UPDATE (seats) ON account FROM gate",
        "GRANT UPDATE (seats) ON account TO gate",
        () -> {
          assertFailed(make(SEATS), "permission_denied");
          assertThat(database().crm().told())
              .contains("BAD crm account: the role may not write seats");
        });
  }

  @Test
  void itIsToldWhatTheRoleMayDo() {
    assertThat(database().crm().told())
        .containsExactly(
            "GOOD crm credential: env:CRM is there",
            "GOOD crm sign-in: as gate",
            "GOOD crm clock: as this machine's, within 30 s",
            "GOOD crm account: crm.account: archive, create, restore, update of 8 fields",
            "GOOD crm label: crm.label: delete, update of 1 fields",
            "NOTE crm label: name is not unique by itself");
    altered(
        "REVOKE DELETE ON label FROM gate",
        "GRANT DELETE ON label TO gate",
        () ->
            assertThat(database().crm().told()).contains("BAD crm label: the role may not delete"));
    altered(
        "GRANT UPDATE (owner) ON account TO gate",
        "REVOKE UPDATE (owner) ON account FROM gate",
        () ->
            assertThat(database().crm().told())
                .contains("NOTE crm account: the role may also write owner"));
    altered(
        "ALTER TABLE account ADD region varchar(9) NOT NULL, MODIFY lock_version varchar(9) NOT"
            + " NULL",
        "ALTER TABLE account DROP region, MODIFY lock_version int NOT NULL DEFAULT 1",
        () ->
            assertThat(database().crm().told())
                .contains(
                    "BAD crm account: crm.account would have to have lock_version as a number,"
                        + " which a change raises",
                    "NOTE crm account: a record is created without lock_version, region, which has"
                        + " no default"));
    altered(
        "GRANT ALL ON *.* TO gate",
        "REVOKE ALL ON *.* FROM gate",
        () ->
            assertThat(database().crm().told()).contains("NOTE crm sign-in: as gate, a superuser"));
  }

  /// Each waits for the other: the database ends one of them, and it is the gate.
  @Test
  void aDeadlockChangesNothing() throws SQLException {
    altered(
        "CREATE TRIGGER odd AFTER UPDATE ON account FOR EACH ROW UPDATE counted SET colour ="
            + " 'theirs'",
        "DROP TRIGGER odd",
        () -> {
          try (Connection other = database().owner();
              Statement statement = other.createStatement()) {
            // Whoever has written more stays.
            statement.execute("DELETE FROM counted");
            statement.execute("INSERT INTO counted SELECT seq, 'x' FROM seq_1_to_200");
            other.setAutoCommit(false);
            statement.execute("UPDATE counted SET colour = 'ours'");
            var outcome = CompletableFuture.supplyAsync(() -> make(SEATS));
            while (!outcome.isDone() && !isHeld()) {
              Thread.onSpinWait();
            }
            statement.execute("UPDATE account SET note = 'theirs' WHERE id = 'acme'");
            other.commit();
            assertFailed(outcome.join(), "record_locked");
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        });
    assertThat(held("seats")).contains("7");
    assertThat(held("note")).contains("theirs");
  }

  /// By the gate.
  private boolean isHeld() {
    try (Connection open = database().owner();
        Statement statement = open.createStatement()) {
      statement.execute("SELECT id FROM account WHERE id = 'acme' FOR UPDATE NOWAIT");
      return false;
    } catch (SQLException held) {
      return true;
    }
  }

  private Outcome through(String word, boolean passesItOn) throws IOException {
    var wire =
        new CutWire(
            database().port(), word, passesItOn, () -> held("seats").equals(Optional.of("8")));
    try (var target = new RawTarget(wire)) {
      Outcome outcome = Crm.maria(target.port()).make(SEATS);
      if (passesItOn) {
        wire.awaitDone();
      }
      return outcome;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"innodb_lock_wait_timeout", "InnoDB", "FOR UPDATE", "UPDATE `crm`", "AS DECIMAL"})
  void whatBreaksOffBeforeTheEndChangedNothing(String word) throws IOException {
    assertThat(through(word, false))
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> assertThat(failed.code()).startsWith("connection_").endsWith("_before_send"));
    assertThat(held("seats")).contains("7");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whereTheEndOrItsAnswerIsLostNobodyKnows(boolean isHeard) throws IOException {
    assertThat(through("\3COMMIT", isHeard))
        .isInstanceOfSatisfying(
            Outcome.Unknown.class, lost -> assertThat(lost.code()).startsWith("connection_"));
    assertThat(held("seats")).contains(isHeard ? "8" : "7");
  }

  @Test
  void tlsIsSpokenToTheHostAndToNobodyElse() {
    String ca = "\"ca\":\"" + folder.resolve("server.crt") + "\"";
    assertThat(encrypted(HOST).with(ca).make(SEATS)).isInstanceOf(Outcome.Succeeded.class);
    assertFailed(encrypted("db.other.example").with(ca).make(SEATS), "tls_failed");
    assertFailed(encrypted(HOST).make(SEATS), "tls_failed");
  }

  private Crm encrypted(String host) {
    return Crm.encryptedMaria(
        host, database().port(), (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  @Test
  void aWrongPasswordIsNamed() {
    altered(
        "ALTER USER gate IDENTIFIED BY 'another'",
        "ALTER USER gate IDENTIFIED BY '" + Crm.PASSWORD + "'",
        () -> {
          assertFailed(make(SEATS), "sign_in_refused");
          assertThat(database().crm().told()).last().isEqualTo("BAD crm server: sign_in_refused");
        });
  }

  /// An operator who hunts a fault turns every log on.
  @Test
  void neitherLogsNorTextsShowThePasswordOrTheValues() {
    var appender = new ListAppender<ILoggingEvent>();
    var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level before = root.getLevel();
    root.setLevel(Level.TRACE);
    // As the gate's own configuration has it: by TRACE the driver prints what goes over the wire.
    ((Logger) LoggerFactory.getLogger("org.mariadb")).setLevel(Level.WARN);
    appender.start();
    root.addAppender(appender);
    var texts = new StringBuilder();
    try {
      texts.append(
          make(Crm.change("create", "acme", "{\"path\":\"/note\",\"to\":\"canary-value\"}")));
      texts.append(make(update(change("/note", "\"as ever\"", "\"canary-value\""))));
      texts.append(database().crm().connection());
    } finally {
      root.detachAppender(appender);
      root.setLevel(before);
    }
    appender.list.forEach(event ->
        texts
            .append(event.getFormattedMessage())
            .append(ThrowableProxyUtil.asString(event.getThrowableProxy())));
    assertThat(texts.toString())
        .contains("connection crm", "constraint_violated", "env:CRM")
        .doesNotContain("canary");
  }
}
