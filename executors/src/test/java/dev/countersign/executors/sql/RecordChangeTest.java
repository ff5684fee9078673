package dev.countersign.executors.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.execution.Outcome;
import dev.countersign.execution.TargetLook;
import dev.countersign.executors.Crm;
import dev.countersign.json.Json;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.RecordImage;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What becomes of approved changes in a PostgreSQL, and what it has of its own.
class RecordChangeTest extends RecordContract {
  private static EmbeddedPostgres server;
  private static Crm crm;

  private record SamplePostgres(EmbeddedPostgres embedded, Crm crm) implements SampleDatabase {
    @Override
    public Connection owner() throws SQLException {
      return embedded.getPostgresDatabase().getConnection();
    }

    @Override
    public void close() {
      try {
        embedded.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @BeforeAll
  static void start() {
    server = Crm.server();
    crm = Crm.plain(server.getPort());
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @Override
  SampleDatabase database() {
    return new SamplePostgres(server, crm);
  }

  @BeforeEach
  void noTrigger() {
    Crm.run(server, "DROP TRIGGER IF EXISTS odd ON account");
  }

  private static Optional<String> now(String expression) {
    return Crm.ask(server, "SELECT " + expression + " FROM account WHERE id = 'acme'");
  }

  /// Whose other database would keep what this one takes back.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CREATE FOREIGN TABLE label (name text, colour text) SERVER elsewhere | DROP FOREIGN TABLE
          CREATE VIEW label AS SELECT * FROM labels                            | DROP VIEW
          CREATE TABLE label (LIKE labels); CREATE FOREIGN TABLE far () INHERITS (label) SERVER elsewhere | DROP FOREIGN TABLE far; DROP TABLE
          """)
  void whatIsNoTableOfThisDatabaseIsLeftAlone(String instead, String drop) {
    Crm.run(
        server,
        "CREATE FOREIGN DATA WRAPPER nothing; CREATE SERVER elsewhere FOREIGN DATA WRAPPER nothing;"
            + " ALTER TABLE label RENAME TO labels; "
            + instead
            + "; GRANT SELECT, UPDATE, DELETE ON label TO gate");
    try {
      assertFailed(make(label("update", change("/colour", "\"f00\"", "\"0f0\""))), "table_unfit");
      assertThat(crm.told())
          .anySatisfy(told -> assertThat(told).contains("label", "no view and no foreign table"));
    } finally {
      Crm.run(
          server,
          drop
              + " label; DROP FOREIGN DATA WRAPPER nothing CASCADE; ALTER TABLE labels RENAME TO"
              + " label");
    }
  }

  @Test
  void severalFieldsChangeTogether() {
    assertThat(
            make(
                update(
                    change("/status", "\"active\"", "\"paused\"")
                        + ","
                        + change("/seats", "7", "9"))))
        .isInstanceOf(Outcome.Succeeded.class);
    assertThat(now("status || seats")).contains("paused9");
  }

  @Test
  void whatItHeldBeforeIsReadInTheSameTransaction() {
    Outcome made =
        make(
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

    assertFailed(make(update(change("/note", "\"as ever\"", "\"x\""))), "record_changed");
  }

  @Test
  void aNumberThatJsonWouldRoundIsNotRead() {
    Crm.run(server, "ALTER TABLE account ALTER credit_limit TYPE numeric");
    Crm.run(server, "UPDATE account SET credit_limit = 1234567890123456789.25");
    try {
      assertFailed(make(update(change("/credit", "250.5", "1"))), "record_changed");
    } finally {
      Crm.run(
          server,
          "UPDATE account SET credit_limit = 1;"
              + " ALTER TABLE account ALTER credit_limit TYPE numeric(10,2)");
    }
  }

  @Test
  void oneValueThatChangedKeepsAllOthersToo() {
    assertThat(
            make(
                update(
                    change("/status", "\"active\"", "\"paused\"")
                        + ","
                        + change("/seats", "6", "9"))))
        .isInstanceOf(Outcome.RecordChanged.class);
    assertThat(now("status || seats")).contains("active7");
  }

  @Test
  void aRecordThatIsNotThereIsNotMade() {
    assertFailed(
        make(Crm.change("update", "nobody", change("/seats", "7", "8"))), "record_not_found");
    assertThat(Crm.ask(server, "SELECT count(*) FROM account")).contains("1");
  }

  @Test
  void whatATriggerMakesAnotherIsNotWritten() {
    odd("NEW.note := upper(NEW.note); RETURN NEW;");
    assertFailed(make(update(change("/note", "\"as ever\"", "\"new\""))), "value_not_kept");
    assertThat(now("note")).contains("as ever");
  }

  @Test
  void whatATriggerDropsIsNoSuccess() {
    odd("RETURN NULL;");
    assertFailed(make(update(change("/seats", "7", "8"))), "record_not_found");
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
      assertFailed(make(update(change("/seats", "7", "8"))), "constraint_violated");
      assertThat(now("seats")).contains("7");
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
      assertFailed(make(update(change("/note", "\"as ever\"", "\"new\""))), "value_not_kept");
      assertThat(now("note")).contains("as ever");
    } finally {
      Crm.run(server, "DROP TRIGGER later ON account");
    }
  }

  @Test
  void whatTheRoleMayNotDoIsRefusedByTheDatabase() {
    Crm.run(server, "REVOKE UPDATE (seats) ON account FROM gate");
    try {
      assertFailed(make(update(change("/seats", "7", "8"))), "permission_denied");
    } finally {
      Crm.run(server, "GRANT UPDATE (seats) ON account TO gate");
    }
  }

  @Test
  void readingBackWaitsForNobodyAndHoldsNothing() throws SQLException {
    var registry = crm.with("\"verify\":true").registry();
    Action action = update(change("/credit", "250.5", "1"));
    assertThat(make(action)).isInstanceOf(Outcome.Succeeded.class);
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
  void whereTheFileSaysNothingOfItADryRunTouchesNoTarget() {
    assertThat(crm.registry().triesOut(update(change("/credit", "250.5", "1")))).isFalse();
  }
}
