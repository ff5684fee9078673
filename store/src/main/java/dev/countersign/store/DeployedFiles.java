package dev.countersign.store;

import dev.countersign.audit.DeploymentEntry;
import dev.countersign.audit.DeploymentFact;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.DeployedFile;
import dev.countersign.ledger.UnprovenFileException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// Which file is current: the last row of its kind, where the entry that it names tells the same.
/// All within the caller's transaction.
final class DeployedFiles {
  /// The number of the lock that two starting replicas queue at; it goes with the transaction.
  private static final long ONE_AT_A_TIME = 0x436f756e74657273L;

  private static final Sql QUEUE = Sql.of("select pg_advisory_xact_lock(:lock)");

  private static final Sql CURRENT =
      Sql.of(
          """
          select f.number, f.digest, e.seq, e.body, e.seal_key, e.mac, before.hash as prev
            from deployed_file f
            left join deployment_entry e on e.seq = f.entry
            left join deployment_entry before on before.seq = f.entry - 1
           where f.kind = :kind
           order by f.number desc
           limit 1
          """);

  private static final Sql INSERT =
      Sql.of(
          """
          insert into deployed_file (kind, number, digest, at, entry)
          select :kind, coalesce(max(number), 0) + 1, :digest, clock_timestamp(), :entry
            from deployed_file
           where kind = :kind
          """);

  private final PostgresDeploymentChain chain;
  private final EvidenceKeys keys;

  DeployedFiles(PostgresDeploymentChain chain, EvidenceKeys keys) {
    this.chain = chain;
    this.keys = keys;
  }

  /// One after the other, whoever changes what is current or known of the keys.
  static void queue(Connection connection) throws SQLException {
    QUEUE.ask(connection, query -> query.bind("lock", ONE_AT_A_TIME).one(_ -> true));
  }

  /// @throws UnprovenFileException when no genuine entry tells of the last row
  Optional<Digest> current(Connection connection, DeployedFile file) throws SQLException {
    Optional<Row> last = last(connection, file);
    if (last.isPresent() && !last.get().proven()) {
      throw new UnprovenFileException(file, last.get().number());
    }
    return last.map(Row::digest);
  }

  /// Makes a file current unless it is. A row that proves nothing is no reason to leave it.
  ///
  /// @return whether it was not
  boolean move(Connection connection, DeployedFile file, Digest digest, Optional<Digest> version)
      throws SQLException {
    boolean isCurrent =
        last(connection, file)
            .filter(row -> row.proven() && row.digest().equals(digest))
            .isPresent();
    if (!isCurrent) {
      makeCurrent(connection, file, digest, version);
    }
    return !isCurrent;
  }

  /// @param version of which this is one step; empty for a file by itself
  void makeCurrent(
      Connection connection, DeployedFile file, Digest digest, Optional<Digest> version)
      throws SQLException {
    JsonObject.Builder data =
        JsonObject.builder().put("file", WireName.of(file)).put("digest", digest.value());
    version.ifPresent(name -> data.put("version", name.value()));
    DeploymentEntry entry =
        chain.append(
            connection, new DeploymentFact(DeploymentFact.FILE_DEPLOYED, "operator", data.build()));
    INSERT.ask(
        connection,
        query ->
            query
                .bind("kind", WireName.of(file))
                .bind("digest", digest.value())
                .bind("entry", entry.seq())
                .update());
  }

  private Optional<Row> last(Connection connection, DeployedFile file) throws SQLException {
    return CURRENT.ask(
        connection, query -> query.bind("kind", WireName.of(file)).first(row -> row(row, file)));
  }

  private Row row(ResultSet row, DeployedFile file) throws SQLException {
    String digest = row.getString("digest");
    boolean proven =
        PostgresDeploymentChain.genuine(row, keys)
            .filter(entry -> tells(entry.document(), file, digest))
            .isPresent();
    return new Row(row.getInt("number"), digest, proven);
  }

  private static boolean tells(JsonObject entry, DeployedFile file, String digest) {
    return entry.text("type").equals(DeploymentFact.FILE_DEPLOYED)
        && entry.object("data").text("file").equals(WireName.of(file))
        && entry.object("data").text("digest").equals(digest);
  }

  /// @param text of the digest as it is stored, which may be none where nothing proves it
  private record Row(int number, String text, boolean proven) {
    Digest digest() {
      return new Digest(text);
    }
  }
}
