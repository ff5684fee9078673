package dev.countersign.store;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.AuditHead;
import dev.countersign.json.Digest;
import dev.countersign.proposal.ProposalId;
import dev.countersign.report.ChainStore;
import dev.countersign.report.StoredChain;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the chains of many requests at once.
final class PostgresChains implements ChainStore {
  private static final Sql CHAINS_AFTER =
      Sql.of(
          """
          select page.id, page.audit_seq, page.audit_hash, entry.seq, entry.body, entry.seal_key,
                 entry.mac
            from (select id, audit_seq, audit_hash
                    from request
                   where id > :after
                   order by id
                   limit :most) page
            left join audit_entry entry on entry.request_id = page.id
           order by page.id, entry.seq
          """);

  private final Database database;

  PostgresChains(Database database) {
    this.database = database;
  }

  /// An entry, or none where the request has none.
  private record Row(ProposalId id, AuditHead end, Optional<AuditEntry> entry) {}

  @Override
  public List<StoredChain> chainsAfter(Optional<ProposalId> after, int most) {
    List<Row> rows =
        database.ask(
            CHAINS_AFTER,
            query ->
                query
                    .bind("after", after.map(ProposalId::value).orElse(""))
                    .bind("most", most)
                    .list(PostgresChains::row));
    Map<ProposalId, List<Row>> chains = new LinkedHashMap<>();
    rows.forEach(row -> chains.computeIfAbsent(row.id(), _ -> new ArrayList<>()).add(row));
    return chains.values().stream().map(PostgresChains::chain).toList();
  }

  private static StoredChain chain(List<Row> rows) {
    return new StoredChain(
        rows.getFirst().id(),
        rows.getFirst().end(),
        rows.stream().flatMap(row -> row.entry().stream()).toList());
  }

  private static Row row(ResultSet row) throws SQLException {
    ProposalId id = new ProposalId(row.getString("id"));
    byte[] body = row.getBytes("body");
    return new Row(
        id,
        new AuditHead(row.getInt("audit_seq"), Digest.ofHash(row.getBytes("audit_hash"))),
        body == null
            ? Optional.empty()
            : Optional.of(new AuditEntry(id, row.getInt("seq"), body, Columns.seal(row))));
  }
}
