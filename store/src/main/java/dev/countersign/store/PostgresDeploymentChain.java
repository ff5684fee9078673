package dev.countersign.store;

import dev.countersign.audit.DeploymentEntry;
import dev.countersign.audit.DeploymentFact;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.json.Digest;
import dev.countersign.ledger.DeploymentChain;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The deployment's chain on Postgres.
final class PostgresDeploymentChain implements DeploymentChain {
  /// One appends at a time, until its transaction ends: the next number belongs to whoever holds
  /// it.
  private static final String ONE_AT_A_TIME =
      "select pg_advisory_xact_lock(hashtext('countersign/deployment-chain'))";

  private static final String END =
      "select seq, hash from deployment_entry order by seq desc limit 1";

  private static final String NOW = "select clock_timestamp()";

  private static final String INSERT =
      """
      insert into deployment_entry (seq, body, seal_key, mac)
      values (:seq, :body, :seal_key, :mac)
      """;

  private static final String AFTER =
      """
      select seq, body, seal_key, mac
        from deployment_entry
       where seq > :after
       order by seq
       limit :most
      """;

  private final Database database;
  private final EvidenceKeys keys;

  PostgresDeploymentChain(Database database, EvidenceKeys keys) {
    this.database = database;
    this.keys = keys;
  }

  @Override
  public void append(DeploymentFact fact) {
    database.inTransaction(handle -> append(handle, fact));
  }

  /// Within a transaction that changes what the fact tells.
  DeploymentEntry append(Handle handle, DeploymentFact fact) {
    handle.createQuery(ONE_AT_A_TIME).mapTo(String.class).findOne();
    Optional<End> end =
        handle
            .createQuery(END)
            .map((row, _) -> new End(row.getInt("seq"), Digest.ofHash(row.getBytes("hash"))))
            .findOne();
    Instant now = handle.createQuery(NOW).mapTo(OffsetDateTime.class).one().toInstant();
    DeploymentEntry entry =
        DeploymentEntry.after(
            end.map(End::seq).orElse(0),
            end.map(End::hash).orElse(DeploymentEntry.GENESIS),
            now,
            fact,
            keys);
    handle
        .createUpdate(INSERT)
        .bind("seq", entry.seq())
        .bind("body", entry.body())
        .bind("seal_key", entry.seal().orElseThrow().key())
        .bind("mac", entry.seal().orElseThrow().mac())
        .execute();
    return entry;
  }

  private record End(int seq, Digest hash) {}

  @Override
  public List<DeploymentEntry> entriesAfter(int after, int most) {
    return database.run(handle ->
        handle
            .createQuery(AFTER)
            .bind("after", after)
            .bind("most", most)
            .map((row, _) ->
                new DeploymentEntry(row.getInt("seq"), row.getBytes("body"), Columns.seal(row)))
            .list());
  }
}
