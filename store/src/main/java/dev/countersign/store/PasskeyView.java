package dev.countersign.store;

import dev.countersign.audit.DeploymentEntry;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.json.JsonObject;
import dev.countersign.passkey.PasskeyHistory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// Passkeys, read from the rows and proved by the entries that they name: a row alone enrols and
/// confirms nothing, and removes.
final class PasskeyView {
  private static final Sql STEPS =
      Sql.of(
          """
          select s.entry, s.kind, s.enrolled, e.seq, e.body, e.seal_key, e.mac, before.hash as prev
            from passkey_step s
            left join deployment_entry e on e.seq = s.entry
            left join deployment_entry before on before.seq = s.entry - 1
           order by s.entry
          """);

  private final EvidenceKeys keys;

  PasskeyView(EvidenceKeys keys) {
    this.keys = keys;
  }

  PasskeyHistory read(Connection connection) throws SQLException {
    List<Step> steps = STEPS.ask(connection, query -> query.list(this::step));
    PasskeyHistory history = new PasskeyHistory();
    for (Step step : steps) {
      if (step.told().isPresent()) {
        JsonObject told = step.told().get();
        history.tell(step.entry(), step.kind(), told.instant("at"), told.object("data"));
      }
    }
    // Last: such a row may name any entry.
    steps.stream()
        .filter(step -> step.told().isEmpty() && step.kind().equals(PasskeyHistory.REMOVED))
        .forEach(step -> history.tellUnproven(step.enrolled()));
    return history;
  }

  /// @param told the entry, where it is genuine and tells what the row says
  private record Step(int entry, String kind, int enrolled, Optional<JsonObject> told) {}

  private Step step(ResultSet row) throws SQLException {
    int entry = row.getInt("entry");
    String kind = row.getString("kind");
    int enrolled = row.getInt("enrolled");
    return new Step(
        entry,
        kind,
        enrolled,
        PostgresDeploymentChain.genuine(row, keys)
            .map(DeploymentEntry::document)
            .filter(document -> document.text("type").equals(kind))
            .filter(document ->
                kind.equals(PasskeyHistory.ENROLLED)
                    ? enrolled == entry
                    : PasskeyHistory.passkey(document.object("data")) == enrolled));
  }
}
