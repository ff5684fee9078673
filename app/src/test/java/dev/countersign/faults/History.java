package dev.countersign.faults;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.AuditHead;
import dev.countersign.evidence.Seal;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/// The audit of one request in the hands of a forger who knows how chains are made: bodies are
/// edited, and every number and hash after them is computed anew. Only a seal cannot be made, so
/// each body keeps the one that it had.
final class History {
  private final ProposalId request;
  private final List<Link> links;

  History(ProposalId request, List<AuditEntry> entries) {
    this.request = request;
    this.links =
        new ArrayList<>(
            entries.stream()
                .map(entry -> new Link(entry.document(), entry.seal().orElseThrow()))
                .toList());
  }

  private record Link(JsonObject body, Seal seal) {}

  JsonObject body(int seq) {
    return links.get(seq - 1).body();
  }

  History inserting(int seq, JsonObject body) {
    links.add(seq - 1, new Link(body, links.getFirst().seal()));
    return this;
  }

  History editing(int seq, UnaryOperator<JsonObject> edit) {
    Link link = links.get(seq - 1);
    links.set(seq - 1, new Link(edit.apply(link.body()), link.seal()));
    return this;
  }

  /// Writes the chain anew and leaves the head in the request's row as it was.
  void write(DataSource admin) throws SQLException {
    write(admin, false);
  }

  /// Writes the chain anew and moves the head in the request's row along.
  void writeWithHead(DataSource admin) throws SQLException {
    write(admin, true);
  }

  private void write(DataSource admin, boolean withHead) throws SQLException {
    try (Connection connection = admin.getConnection()) {
      run(connection, "alter table countersign.audit_entry disable trigger written_once");
      run(connection, "delete from countersign.audit_entry where request_id = ?", request.value());
      AuditHead head = AuditHead.genesis(request);
      for (Link link : links) {
        AuditEntry entry =
            new AuditEntry(request, head.seq() + 1, CanonicalJson.bytes(link.body()));
        run(
            connection,
            "insert into countersign.audit_entry (request_id, seq, body, seal_key, mac)"
                + " values (?, ?, ?, ?, ?)",
            request.value(),
            entry.seq(),
            entry.body(),
            link.seal().key(),
            link.seal().mac());
        head = entry.head();
      }
      if (withHead) {
        run(
            connection,
            "update countersign.request set audit_seq = ?, audit_hash = ? where id = ?",
            head.seq(),
            head.hash().hash(),
            request.value());
      }
    }
  }

  private static void run(Connection connection, String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int nth = 0; nth < values.length; nth++) {
        statement.setObject(nth + 1, values[nth]);
      }
      statement.execute();
    }
  }
}
