package dev.countersign.store;

import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.evidence.Seal;
import dev.countersign.ledger.SignIn;
import dev.countersign.ledger.SignIns;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sessions on Postgres, by its clock. A row that no seal of this gate is over is nobody's session.
final class PostgresSignIns implements SignIns {
  private static final Sql NOW = Sql.of("select statement_timestamp() as now");

  /// Those that are over, a hundred at a time.
  private static final Sql FORGET =
      Sql.of(
          """
          delete from sign_in s
           using (select key
                    from sign_in
                   where seen_at <= statement_timestamp() - :idle * interval '1 second'
                   order by seen_at
                   limit 100
                     for update skip locked) old
           where s.key = old.key
          """);

  private static final Sql OPEN =
      Sql.of(
          """
          insert into sign_in (key, text, seal_key, mac, opened_at, seen_at)
          values (:key, :text, :seal_key, :mac, :opened_at, statement_timestamp())
          """);

  private static final Sql FIND =
      Sql.of(
          """
          select text, seal_key, mac, statement_timestamp() as now,
                 seen_at <= statement_timestamp() - :noted * interval '1 second' as unnoted
            from sign_in
           where key = :key
             and seen_at > statement_timestamp() - :idle * interval '1 second'
             and opened_at > statement_timestamp() - :longest * interval '1 second'
          """);

  private static final Sql NOTE =
      Sql.of("update sign_in set seen_at = statement_timestamp() where key = :key");

  private static final Sql END = Sql.of("delete from sign_in where key = :key");

  private static final Logger log = LoggerFactory.getLogger(PostgresSignIns.class);

  private final Database database;
  private final EvidenceKeys keys;

  PostgresSignIns(Database database, EvidenceKeys keys) {
    this.database = database;
    this.keys = keys;
  }

  @Override
  public String open(String drawn, SignIn.Session session) {
    String secret = SignIn.secret(drawn, keys);
    database.askTogether(connection -> {
      FORGET.ask(connection, query -> query.bind("idle", IDLE.toSeconds()).update());
      SignIn opened = new SignIn(session, now(connection));
      Seal seal = opened.seal(secret, keys);
      return OPEN.ask(
          connection,
          query ->
              query
                  .bind("key", SignIn.key(secret))
                  .bind("text", opened.text())
                  .bind("seal_key", seal.key())
                  .bind("mac", seal.mac())
                  .bind("opened_at", Columns.time(opened.openedAt()))
                  .update());
    });
    return secret;
  }

  @SuppressWarnings("ArrayRecordComponent") // bytes as they are stored; nobody compares two
  private record Row(byte[] text, Optional<Seal> seal, Instant now, boolean unnoted) {
    static Row read(ResultSet row) throws SQLException {
      return new Row(
          row.getBytes("text"),
          Columns.seal(row),
          Columns.time(row, "now"),
          row.getBoolean("unnoted"));
    }
  }

  @Override
  public Optional<SignIn> find(String secret) {
    Optional<Row> row = row(secret);
    Optional<SignIn> session = row.flatMap(found -> genuine(found, secret));
    if (session.isPresent() && row.filter(Row::unnoted).isPresent()) {
      database.ask(NOTE, query -> query.bind("key", SignIn.key(secret)).update());
    }
    return session;
  }

  @Override
  public Optional<SignIn> watch(String secret) {
    return row(secret).flatMap(found -> genuine(found, secret));
  }

  @Override
  public boolean isOurs(String secret) {
    return SignIn.isOurs(secret, keys);
  }

  private Optional<Row> row(String secret) {
    if (!isOurs(secret)) {
      return Optional.empty();
    }
    return database.ask(
        FIND,
        query ->
            query
                .bind("key", SignIn.key(secret))
                .bind("noted", NOTED.toSeconds())
                .bind("idle", IDLE.toSeconds())
                .bind("longest", SignIn.LONGEST.toSeconds())
                .first(Row::read));
  }

  private Optional<SignIn> genuine(Row row, String secret) {
    if (row.seal().filter(seal -> SignIn.isFor(row.text(), secret, seal, keys)).isEmpty()) {
      log.error("a row of sign_in is not as this gate wrote it, and nobody's session");
      return Optional.empty();
    }
    return Optional.of(SignIn.read(row.text())).filter(opened -> !opened.isOver(row.now()));
  }

  @Override
  public void end(String secret) {
    database.ask(END, query -> query.bind("key", SignIn.key(secret)).update());
  }

  private static Instant now(Connection connection) throws SQLException {
    return NOW.ask(connection, query -> query.one(row -> Columns.time(row, "now")));
  }
}
