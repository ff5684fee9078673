package dev.countersign.executors.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.execution.Outcome;
import dev.countersign.executors.Crm;
import dev.countersign.json.Json;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.RecordImage;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A change that meets another transaction in a PostgreSQL, at the very moment that counts.
@Timeout(60)
class SqlConcurrencyTest {
  private static final Action CHANGE =
      Crm.change("update", "acme", "{\"path\":\"/seats\",\"from\":7,\"to\":8}");

  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() {
    server = Crm.server();
    // Whoever waits finds a deadlock out after so long, so that it is the gate that gives way.
    Crm.run(server, "ALTER ROLE gate SET deadlock_timeout = '1ms'");
    // Waits itself only once somebody waits for it.
    Crm.run(
        server,
        """
        CREATE FUNCTION colour() RETURNS trigger SECURITY DEFINER LANGUAGE plpgsql AS $$ BEGIN
          WHILE NOT EXISTS (SELECT FROM pg_locks WHERE NOT granted) LOOP
            PERFORM pg_sleep(0.005);
          END LOOP;
          UPDATE label SET colour = 'ours';
          RETURN NEW;
        END $$;
        CREATE TRIGGER colour BEFORE UPDATE ON account FOR EACH ROW
          WHEN (current_user = 'gate' AND NEW.note = 'deadlock') EXECUTE FUNCTION colour()
        """);
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  @BeforeEach
  void oneAccount() {
    Crm.run(
        server,
        "TRUNCATE account, label; INSERT INTO account (id, seats) VALUES ('acme', 7);"
            + " INSERT INTO label VALUES ('red', 'f00')");
  }

  private static Optional<String> held(String expression) {
    return Crm.ask(server, "SELECT " + expression + " FROM account WHERE id = 'acme'");
  }

  private static Optional<String> deadlocks() {
    return Crm.ask(
        server, "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()");
  }

  private static CompletableFuture<Outcome> making(Action action) {
    return CompletableFuture.supplyAsync(() -> Crm.plain(server.getPort()).make(action));
  }

  private static Connection other() throws SQLException {
    Connection other = server.getPostgresDatabase().getConnection();
    other.setAutoCommit(false);
    return other;
  }

  /// Until the gate is where this holds of its session.
  private static void await(String condition) {
    String asked =
        "SELECT 1 FROM pg_stat_activity WHERE usename = 'gate' AND state = 'active' AND "
            + condition;
    while (Crm.ask(server, asked).isEmpty()) {
      Thread.onSpinWait();
    }
  }

  private static Outcome of(CompletableFuture<Outcome> made) throws Exception {
    return made.get(30, TimeUnit.SECONDS);
  }

  /// The gate holds the account and wants the label, which the other holds who wants the account.
  @Test
  void whoIsTheVictimOfADeadlockChangedNothingAndTheOtherGoesOn() throws Exception {
    try (Connection other = other();
        Statement statement = other.createStatement()) {
      statement.execute("SET deadlock_timeout = '1h'");
      statement.execute("UPDATE label SET colour = 'theirs'");
      CompletableFuture<Outcome> made =
          making(
              Crm.change(
                  "update",
                  "acme",
                  "{\"path\":\"/note\",\"from\":null,\"to\":\"deadlock\"},"
                      + "{\"path\":\"/seats\",\"from\":7,\"to\":8}"));
      await("query LIKE 'UPDATE %'");
      statement.execute("UPDATE account SET billing_terms = 'NET45'");
      other.commit();

      assertThat(of(made)).isEqualTo(new Outcome.Failed("record_locked", 0));
    }
    assertThat(held("seats || coalesce(note, ' none ') || billing_terms")).contains("7 none NET45");
    assertThat(Crm.ask(server, "SELECT colour FROM label")).contains("theirs");
    while (deadlocks().equals(Optional.of("0"))) {
      Thread.onSpinWait(); // the session of the gate counts it when it ends
    }
    assertThat(deadlocks()).as("no other reason to give way").contains("1");
  }

  @Test
  void whatSomebodyChangesInTheVeryMomentIsNotOverwritten() throws Exception {
    try (Connection other = other();
        Statement statement = other.createStatement()) {
      statement.execute("UPDATE account SET seats = 9");
      CompletableFuture<Outcome> made = making(CHANGE);
      await("wait_event_type = 'Lock'");
      other.commit();

      assertThat(of(made))
          .isEqualTo(
              new Outcome.RecordChanged(
                  new RecordImage(Map.of("/seats", Json.of(9)), Optional.empty())));
    }
    assertThat(held("seats")).contains("9");
  }

  @Test
  void whatSomebodyDeletesInTheVeryMomentIsNotMadeAgain() throws Exception {
    try (Connection other = other();
        Statement statement = other.createStatement()) {
      statement.execute("DELETE FROM account");
      CompletableFuture<Outcome> made = making(CHANGE);
      await("wait_event_type = 'Lock'");
      other.commit();

      assertThat(of(made)).isEqualTo(new Outcome.Failed("record_not_found", 0));
    }
    assertThat(held("seats")).isEmpty();
  }

  @Test
  void whatSomebodyTakesBackInTheVeryMomentWasNeverThere() throws Exception {
    try (Connection other = other();
        Statement statement = other.createStatement()) {
      statement.execute("UPDATE account SET seats = 9");
      CompletableFuture<Outcome> made = making(CHANGE);
      await("wait_event_type = 'Lock'");
      other.rollback();

      assertThat(of(made)).isInstanceOf(Outcome.Succeeded.class);
    }
    assertThat(held("seats")).contains("8");
  }

  /// The other begins once the gate has read, and has to wait for it.
  @Test
  void betweenItsLookAndItsWriteNobodyComesIn() throws Exception {
    try (Connection other = other();
        Statement statement = other.createStatement()) {
      statement.execute("UPDATE label SET colour = 'theirs'");
      other.commit();
      CompletableFuture<Outcome> made =
          making(
              Crm.change(
                  "update",
                  "acme",
                  "{\"path\":\"/note\",\"from\":null,\"to\":\"deadlock\"},"
                      + "{\"path\":\"/seats\",\"from\":7,\"to\":8}"));
      await("query LIKE 'UPDATE %'");
      statement.execute("UPDATE account SET seats = seats + 100");
      other.commit();

      assertThat(of(made)).isInstanceOf(Outcome.Succeeded.class);
    }
    assertThat(held("seats")).as("theirs on top of ours").contains("108");
  }

  /// An operator ends the session of the gate while it waits.
  @Test
  void whoIsSentAwayBeforeTheEndChangedNothing() throws Exception {
    try (Connection other = other();
        Statement statement = other.createStatement()) {
      statement.execute("UPDATE account SET seats = 9");
      CompletableFuture<Outcome> made = making(CHANGE);
      await("wait_event_type = 'Lock'");
      Crm.run(
          server, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'gate'");

      assertThat(of(made)).isInstanceOf(Outcome.Failed.class);
      other.rollback();
    }
    assertThat(held("seats")).contains("7");
  }
}
