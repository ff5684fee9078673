package dev.countersign.store;

import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.evidence.Seal;
import dev.countersign.ledger.PasskeyChallenge;
import dev.countersign.ledger.Passkeys;
import dev.countersign.ledger.SignIn;
import dev.countersign.passkey.Bound;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What may be signed now, on Postgres and by its clock. Each is taken once.
final class GivenChallenges {
  private static final int BYTES = 32;

  private static final Sql NOW = Sql.of("select statement_timestamp() as now");

  /// Those that nobody answered, a hundred at a time.
  private static final Sql FORGET =
      Sql.of(
          """
          delete from passkey_challenge c
           using (select challenge
                    from passkey_challenge
                   where given_at <= statement_timestamp() - :seconds * interval '1 second'
                   order by given_at
                   limit 100
                     for update skip locked) old
           where c.challenge = old.challenge
          """);

  private static final Sql GIVE =
      Sql.of(
          """
          insert into passkey_challenge (challenge, text, seal_key, mac, given_at, session)
          values (:challenge, :text, :seal_key, :mac, :given_at, :session)
          """);

  /// All of a session but the newest, which leaves room for one more.
  private static final Sql GIVE_WAY =
      Sql.of(
          """
          delete from passkey_challenge c
           using (select challenge
                    from passkey_challenge
                   where session = :session
                   order by given_at desc, challenge
                  offset :kept) old
           where c.challenge = old.challenge
          """);

  private static final Sql SIGN_IN =
      Sql.of(
          """
          insert into passkey_sign_in (challenge, used_at)
          values (:challenge, statement_timestamp())
              on conflict do nothing
          """);

  /// Long after their tickets are over, however far clocks are apart; a hundred at a time.
  private static final Sql FORGET_SIGN_INS =
      Sql.of(
          """
          delete from passkey_sign_in s
           using (select challenge
                    from passkey_sign_in
                   where used_at <= statement_timestamp() - interval '1 day'
                   order by used_at
                   limit 100) old
           where s.challenge = old.challenge
          """);

  private static final Sql TAKE =
      Sql.of(
          """
          delete from passkey_challenge
           where challenge = :challenge
          returning text, seal_key, mac, statement_timestamp() as now
          """);

  private static final Logger log = LoggerFactory.getLogger(GivenChallenges.class);

  private final Database database;
  private final EvidenceKeys keys;

  GivenChallenges(Database database, EvidenceKeys keys) {
    this.database = database;
    this.keys = keys;
  }

  void give(Bound bound, String nonce, String session) {
    database.askTogether(connection -> {
      FORGET.ask(
          connection, query -> query.bind("seconds", Passkeys.CHALLENGE.toSeconds()).update());
      byte[] key = SignIn.key(session);
      GIVE_WAY.ask(
          connection,
          query -> query.bind("session", key).bind("kept", Passkeys.MOST_CHALLENGES - 1).update());
      PasskeyChallenge given = new PasskeyChallenge(bound, nonce, now(connection));
      Seal seal = given.seal(session, keys);
      return GIVE.ask(
          connection,
          query ->
              query
                  .bind("challenge", bound.challenge(nonce))
                  .bind("text", given.text())
                  .bind("seal_key", seal.key())
                  .bind("mac", seal.mac())
                  .bind("given_at", Columns.time(given.givenAt()))
                  .bind("session", key)
                  .update());
    });
  }

  boolean signsInFirst(byte[] challenge) {
    return database.askTogether(connection -> {
      FORGET_SIGN_INS.ask(connection, query -> query.update());
      return SIGN_IN.ask(connection, query -> query.bind("challenge", challenge).update()) == 1;
    });
  }

  @SuppressWarnings("ArrayRecordComponent") // bytes as they are stored; nobody compares two
  private record Row(byte[] text, Optional<Seal> seal, Instant now) {
    static Row read(ResultSet row) throws SQLException {
      return new Row(row.getBytes("text"), Columns.seal(row), Columns.time(row, "now"));
    }
  }

  /// It is gone whoever asks for it: only one session can know it.
  Optional<Passkeys.Given> take(String challenge, String session) {
    Optional<byte[]> bytes = bytes(challenge);
    return bytes.isEmpty()
        ? Optional.empty()
        : database
            .ask(TAKE, query -> query.bind("challenge", bytes.get()).first(Row::read))
            .flatMap(row -> genuine(row, challenge, session));
  }

  private Optional<Passkeys.Given> genuine(Row row, String challenge, String session) {
    if (row.seal()
        .filter(seal -> PasskeyChallenge.isFor(row.text(), session, seal, keys))
        .isEmpty()) {
      log.error("a row of passkey_challenge is not as this gate wrote it for this session");
      return Optional.empty();
    }
    return Optional.of(PasskeyChallenge.read(row.text()))
        .filter(given -> !given.isOver(row.now()))
        .filter(given -> given.bound().challengeText(given.nonce()).equals(challenge))
        .map(given -> new Passkeys.Given(given.bound(), given.nonce()));
  }

  private static Optional<byte[]> bytes(String challenge) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(challenge);
      return bytes.length == BYTES ? Optional.of(bytes) : Optional.empty();
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Instant now(Connection connection) throws SQLException {
    return NOW.ask(connection, query -> query.one(row -> Columns.time(row, "now")));
  }
}
