package dev.countersign.faults;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.AuditHead;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
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
/// edited, and every number and hash after them is computed anew.
final class History {
  private final ProposalId request;
  private final List<JsonObject> bodies;

  History(ProposalId request, List<AuditEntry> entries) {
    this.request = request;
    this.bodies = new ArrayList<>(entries.stream().map(AuditEntry::document).toList());
  }

  JsonObject body(int seq) {
    return bodies.get(seq - 1);
  }

  History inserting(int seq, JsonObject body) {
    bodies.add(seq - 1, body);
    return this;
  }

  History editing(int seq, UnaryOperator<JsonObject> edit) {
    bodies.set(seq - 1, edit.apply(bodies.get(seq - 1)));
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
      for (JsonObject body : bodies) {
        AuditEntry entry = entry(head, body);
        run(
            connection,
            "insert into countersign.audit_entry (request_id, seq, body) values (?, ?, ?)",
            request.value(),
            entry.seq(),
            entry.body());
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

  private AuditEntry entry(AuditHead head, JsonObject body) {
    JsonObject linked =
        body.with("request", Json.of(request.value()))
            .with("seq", Json.of(head.seq() + 1))
            .with("prev", Json.of(head.hash().value()));
    return new AuditEntry(request, head.seq() + 1, CanonicalJson.bytes(linked));
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
