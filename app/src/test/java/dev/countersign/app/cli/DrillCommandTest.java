package dev.countersign.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.app.keys.KeyFile;
import dev.countersign.ledger.Passkeys;
import dev.countersign.ledger.Passkeys.Done;
import dev.countersign.passkey.Passkey;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.store.PostgresStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What an operator learns of break-glass before it is needed.
final class DrillCommandTest extends CommandTestCase {
  private static final String ISSUER = "https://login.example";
  private static final String ORIGIN = "https://approve.example";

  private static final String WITH_HOLDER =
      """
      people:
        - {id: pia, name: Pia, functions: [finance], accounts: {oidc: {iss: "https://login.example", sub: p}}}
        - {id: sam, name: Sam, functions: [security], accounts: {oidc: {iss: "https://login.example", sub: s}}}
        - {id: sol, name: Sol, functions: [security]}
      groups:
        on-call: {members: [pia], slack_channel: C01, may_break_glass: true}
        security: {members: [sam, sol], slack_channel: C01, may_freeze: true, may_confirm_passkeys: true}
      agents: {}
      """;

  private static final String SETTINGS =
      """
      slack:
        team_id: T01
        bot_token: xoxb-1-2-3456
        signing_secret: 0123456789abcdef0123456789abcdef
        app_id: A01
      console:
        address: https://approve.example
        issuer: https://login.example
        client_id: countersign
        client_secret: a-secret-of-the-provider
        passkey_cooling: 0s
      notices: {alerts: {slack_channel: C09}}
      """;

  @BeforeEach
  void keys() {
    makeKeys();
  }

  private static Ran drill(Path config, String... more) {
    List<String> all =
        new ArrayList<>(List.of("drill", "break-glass", "--config", config.toString()));
    all.addAll(List.of(more));
    return run(all.toArray(String[]::new));
  }

  @Test
  void whoeverHasAllCouldUseItAndTheDrillOnlyReads() throws IOException, SQLException {
    write("people.yaml", WITH_HOLDER);
    Path config = settings(SETTINGS);
    assertThat(run("people", "import", "--config", config.toString()).err()).isEmpty();
    Ran before = drill(config);
    assertThat(before.exitCode()).as(before.out() + before.err()).isEqualTo(ExitCode.FAILED);
    assertThat(before.out())
        .contains("would fail  passkey pia: has no passkey; to do: ")
        .contains("Nobody could use break-glass now.");

    enrolled();
    String rows = rows();
    Ran after = drill(config);
    assertThat(after.exitCode()).as(after.out() + after.err()).isZero();
    assertThat(after.out())
        .contains("ok          database: it answers")
        .contains("ok          console: people find it at " + ORIGIN + ".")
        .contains("weak        alerts: operators and security are told in Slack alone")
        .contains("weak        passkey pia: has one passkey that counts")
        .contains("ok          reviewer pia: sam could look at it afterwards.")
        .contains("Could use break-glass now: pia.");
    Ran json = drill(config, "--json");
    assertThat(json.exitCode()).isZero();
    assertThat(json.out())
        .contains("\"ready\":[\"pia\"]")
        .contains("\"subject\":\"passkey\"")
        .contains("\"person\":\"pia\"");
    assertThat(rows()).isEqualTo(rows);

    database.asAdmin(
        "alter role %s in database %s set default_transaction_read_only = on"
            .formatted(
                database.config().user(), database.url().replaceFirst(".*/([^?]*).*", "$1")));
    Ran readOnly = drill(config);
    assertThat(readOnly.exitCode()).isNotZero();
    assertThat(readOnly.out())
        .contains("would fail  database: it cannot be used: ")
        .contains("ok          console: ")
        .contains("Nobody could use break-glass now.");
  }

  /// A digest of every row of every table.
  private String rows() throws SQLException {
    try (Connection connection = database.admin().getConnection();
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                """
                select md5(string_agg(
                         query_to_xml(format('select * from %I.%I', schemaname, tablename),
                                      true, false, '')::text, '' order by schemaname, tablename))
                  from pg_tables where schemaname not in ('pg_catalog', 'information_schema')
                """)) {
      assertThat(found.next()).isTrue();
      return found.getString(1);
    }
  }

  private void enrolled() {
    KeyFile keys =
        new KeyFile(folder.resolve("keys.json"), new SecureRandom(), InstantSource.system());
    try (PostgresStore store = PostgresStore.open(database.config(), keys.load().evidence())) {
      Passkeys passkeys = store.passkeys();
      Done made =
          passkeys.enrol(account("p"), "key", new Passkey.Material("cGlh", "a2V5", ORIGIN, 0));
      assertThat(passkeys.confirm(account("s"), ((Done.Is) made).passkey().number()))
          .isInstanceOf(Done.Is.class);
    }
  }

  private static AccountId account(String sub) {
    return new AccountId(Surface.CONSOLE, ISSUER, sub);
  }

  @Test
  void aDeploymentWithoutAnyOfItIsToldAllOfIt() throws IOException {
    Path config = settings("");
    assertThat(run("people", "import", "--config", config.toString()).exitCode()).isZero();

    Ran ran = drill(config);

    assertThat(ran.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(ran.out())
        .contains("would fail  console: ")
        .contains("would fail  alerts: ")
        .contains("would fail  holders: nobody has the right");
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsAFindingAndTheSettingsAreToldAllTheSame() throws IOException {
    Path config = settings("");
    Files.writeString(
        config,
        Files.readString(config)
            .replaceFirst("url: .*", "url: jdbc:postgresql://127.0.0.1:1/none"));

    Ran ran = drill(config, "--json");

    assertThat(ran.exitCode()).as(ran.out() + ran.err()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(ran.out())
        .contains("\"ready\":[]")
        .contains("\"subject\":\"database\"")
        .contains("\"subject\":\"console\"");
  }
}
