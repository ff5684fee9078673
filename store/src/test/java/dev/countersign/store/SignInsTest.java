package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.TestKeys;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.SignIn;
import dev.countersign.ledger.SignIn.Means;
import dev.countersign.ledger.SignIn.Session;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SignInsTest {
  private static final Session LENA =
      new Session(
          new AccountId(Surface.CONSOLE, "https://login.example", "lena"), new Means.Issuer());
  private static final Session MARC =
      new Session(
          new AccountId(Surface.CONSOLE, "https://login.example", "marc"), new Means.ByPasskey(7));

  @RegisterExtension
  static final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  private static PostgresStore one;
  private static PostgresStore other;

  @BeforeAll
  static void onTwoReplicas() {
    one = PostgresStore.open(postgres.config(), TestKeys.RING.evidence());
    other = PostgresStore.open(postgres.config(), TestKeys.RING.evidence());
  }

  @AfterAll
  static void closed() {
    one.close();
    other.close();
  }

  @BeforeEach
  void nobodyIsSignedIn() throws SQLException {
    change("delete from countersign.sign_in");
  }

  @Test
  void aSessionIsKnownOnEveryReplicaUntilItEnds() {
    String secret = one.signIns().open("secret-1", LENA);

    assertThat(other.signIns().find(secret)).map(SignIn::session).contains(LENA);
    assertThat(other.signIns().find("secret-1")).isEmpty();
    other.signIns().end(secret);
    assertThat(one.signIns().find(secret)).isEmpty();
  }

  @Test
  void itSaysHowItWasMadeAndNoRowSaysAnythingElse() throws SQLException {
    String secret = one.signIns().open("drawn", MARC);
    assertThat(other.signIns().find(secret))
        .map(SignIn::session)
        .map(Session::by)
        .contains(new Means.ByPasskey(7));
    change(
        "update countersign.sign_in set text = convert_to(replace(convert_from(text, 'UTF8'),"
            + " '\"passkey\"', '\"issuer\"'), 'UTF8')");
    assertThat(one.signIns().find(secret)).isEmpty();
  }

  @Test
  void theSecretIsStoredNowhere() throws SQLException {
    String secret = one.signIns().open("secret-of-lena", LENA);

    assertThat(text("select string_agg(s::text, ' ') from countersign.sign_in s"))
        .doesNotContain(secret)
        .doesNotContain("secret-of-lena")
        .doesNotContain(hex("secret-of-lena"));
  }

  @Test
  void atItsEndAnIdleOneAndAnOldOneAreOver() throws SQLException {
    String idle = one.signIns().open("idle", LENA);
    change("update countersign.sign_in set seen_at = now() - interval '29 minutes'");
    assertThat(one.signIns().find(idle)).map(SignIn::session).contains(LENA);
    change("update countersign.sign_in set seen_at = now() - interval '30 minutes'");
    assertThat(one.signIns().find(idle)).isEmpty();

    String old = one.signIns().open("old", LENA);
    change("update countersign.sign_in set opened_at = now() - interval '8 hours'");
    assertThat(one.signIns().find(old)).isEmpty();
  }

  @Test
  void whatIsOnlyWatchedDoesNotLastOn() throws SQLException {
    String secret = one.signIns().open("watched", LENA);
    String ago = "update countersign.sign_in set seen_at = now() - interval '29 minutes'";
    change(ago);

    assertThat(one.signIns().watch(secret)).map(SignIn::session).contains(LENA);
    assertThat(
            text("select (seen_at < now() - interval '28 minutes')::text from countersign.sign_in"))
        .isEqualTo("true");
    assertThat(one.signIns().find(secret)).map(SignIn::session).contains(LENA);
    assertThat(
            text("select (seen_at < now() - interval '28 minutes')::text from countersign.sign_in"))
        .isEqualTo("false");
    change("update countersign.sign_in set seen_at = now() - interval '30 minutes'");
    assertThat(one.signIns().watch(secret)).isEmpty();
  }

  @Test
  void whatIsOverIsForgottenWhenTheNextOneSignsIn() throws SQLException {
    one.signIns().open("over", LENA);
    change("update countersign.sign_in set seen_at = now() - interval '31 minutes'");
    one.signIns().open("next", MARC);

    assertThat(text("select count(*)::text from countersign.sign_in")).isEqualTo("1");
  }

  /// Whoever can write into the database has a secret of their own, and the rows of others.
  @Test
  void nobodyBecomesSomebodyElseByARow() throws SQLException {
    String mine = one.signIns().open("mine", MARC);
    one.signIns().open("hers", LENA);
    change(
        "update countersign.sign_in set text = convert_to(replace(convert_from(text, 'UTF8'),"
            + " '\"marc\"', '\"lena\"'), 'UTF8')");
    assertThat(one.signIns().find(mine)).as("another account in a row").isEmpty();

    change("delete from countersign.sign_in");
    one.signIns().open("hers", LENA);
    change("update countersign.sign_in set key = sha256('" + mine + "')");
    assertThat(one.signIns().find(mine)).as("another secret for a row").isEmpty();
  }

  /// Its end is by the time that the seal covers, whatever the columns say.
  @Test
  void noRowMakesASessionLastLonger() throws SQLException {
    String secret = one.signIns().open("long", LENA);
    change(
        "update countersign.sign_in set text = convert_to(regexp_replace(convert_from(text,"
            + " 'UTF8'), '20..-', '2099-'), 'UTF8')");

    assertThat(one.signIns().find(secret)).isEmpty();
  }

  /// Whoever is nobody asks with a cookie of the right shape.
  @Test
  void aSecretThatThisGateDidNotMakeIsNoQuestionToTheDatabase() {
    String genuine = one.signIns().open("drawn", LENA);
    String drawnByAStranger = genuine.replace("drawn", "other");
    PostgresStore closed;
    try (PostgresStore open = PostgresStore.open(postgres.config(), TestKeys.RING.evidence())) {
      closed = open;
    }

    assertThat(closed.signIns().find(drawnByAStranger)).isEmpty();
    assertThat(closed.signIns().find("drawn")).isEmpty();
    assertThat(closed.signIns().find("drawn.key." + "A".repeat(43))).isEmpty();
    assertThatThrownBy(() -> closed.signIns().find(genuine))
        .isInstanceOf(LedgerUnavailableException.class);
  }

  @Test
  void whatIsDoneInASessionIsNotedOnceAMinute() throws SQLException {
    String secret = one.signIns().open("drawn", LENA);
    String seen = "select seen_at::text from countersign.sign_in";
    String opened = text(seen);
    assertThat(one.signIns().find(secret)).map(SignIn::session).contains(LENA);
    assertThat(text(seen)).isEqualTo(opened);

    change("update countersign.sign_in set seen_at = now() - interval '1 minute'");
    String earlier = text(seen);
    assertThat(other.signIns().find(secret)).map(SignIn::session).contains(LENA);
    assertThat(text(seen)).isNotEqualTo(earlier);
  }

  private static void change(String sql) throws SQLException {
    try (Connection connection = postgres.admin().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String text(String sql) throws SQLException {
    try (Connection connection = postgres.admin().getConnection();
        Statement statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static String hex(String text) {
    return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
  }
}
