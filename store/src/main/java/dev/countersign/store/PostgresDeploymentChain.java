package dev.countersign.store;

import dev.countersign.audit.DeploymentEntry;
import dev.countersign.audit.DeploymentFact;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.evidence.SealVerdict;
import dev.countersign.json.Digest;
import dev.countersign.ledger.DeploymentChain;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The deployment's chain on Postgres.
final class PostgresDeploymentChain implements DeploymentChain {
  /// One appends at a time, until its transaction ends: the next number belongs to whoever holds
  /// it.
  private static final Sql ONE_AT_A_TIME = Sql.of("select hold_deployment_chain()");

  private static final Sql END =
      Sql.of("select seq, hash from deployment_entry order by seq desc limit 1");

  private static final Sql NOW = Sql.of("select clock_timestamp() as now");

  private static final Sql INSERT =
      Sql.of(
          """
          insert into deployment_entry (seq, body, seal_key, mac)
          values (:seq, :body, :seal_key, :mac)
          """);

  private static final Sql AFTER =
      Sql.of(
          """
          select seq, body, seal_key, mac
            from deployment_entry
           where seq > :after
           order by seq
           limit :most
          """);

  private final Database database;
  private final EvidenceKeys keys;

  PostgresDeploymentChain(Database database, EvidenceKeys keys) {
    this.database = database;
    this.keys = keys;
  }

  @Override
  public void append(DeploymentFact fact) {
    database.askTogether(connection -> append(connection, fact));
  }

  /// Holds the end of the chain until the transaction ends.
  static void queue(Connection connection) throws SQLException {
    ONE_AT_A_TIME.ask(connection, query -> query.one(_ -> true));
  }

  /// Within a transaction that changes what the fact tells.
  DeploymentEntry append(Connection connection, DeploymentFact fact) throws SQLException {
    queue(connection);
    Optional<End> end =
        END.ask(
            connection,
            query ->
                query.first(
                    row -> new End(row.getInt("seq"), Digest.ofHash(row.getBytes("hash")))));
    Instant now = NOW.ask(connection, query -> query.one(row -> Columns.time(row, "now")));
    DeploymentEntry entry =
        DeploymentEntry.after(
            end.map(End::seq).orElse(0),
            end.map(End::hash).orElse(DeploymentEntry.GENESIS),
            now,
            fact,
            keys);
    INSERT.ask(
        connection,
        query ->
            query
                .bind("seq", entry.seq())
                .bind("body", entry.body())
                .bind("seal_key", entry.seal().orElseThrow().key())
                .bind("mac", entry.seal().orElseThrow().mac())
                .update());
    return entry;
  }

  static DeploymentEntry entry(ResultSet row) throws SQLException {
    return new DeploymentEntry(row.getInt("seq"), row.getBytes("body"), Columns.seal(row));
  }

  /// The entry that a row is joined with, where it proves to be ours; empty for none and for a
  /// forged one.
  ///
  /// @param row with `seq`, `body`, `seal_key` and `mac` of the entry, and as `prev` the hash of
  ///   the one before it
  static Optional<DeploymentEntry> genuine(ResultSet row, EvidenceKeys keys) throws SQLException {
    byte[] body = row.getBytes("body");
    if (body == null) {
      return Optional.empty();
    }
    byte[] before = row.getBytes("prev");
    Digest prev = before == null ? DeploymentEntry.GENESIS : Digest.ofHash(before);
    return Optional.of(entry(row)).filter(entry -> entry.verify(prev, keys) == SealVerdict.GENUINE);
  }

  private record End(int seq, Digest hash) {}

  @Override
  public List<DeploymentEntry> entriesAfter(int after, int most) {
    return database.ask(
        AFTER,
        query ->
            query.bind("after", after).bind("most", most).list(PostgresDeploymentChain::entry));
  }
}
