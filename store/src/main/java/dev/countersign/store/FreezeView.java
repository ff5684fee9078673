package dev.countersign.store;

import dev.countersign.audit.DeploymentEntry;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.freeze.FreezeHistory;
import dev.countersign.freeze.Freezing;
import dev.countersign.json.JsonObject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/// What is frozen, read from the rows and proved by the entries that they name: a row that says
/// that something was lifted lifts nothing by itself, and one that says that it was frozen freezes.
///
/// Rows only come, so how many there are names what they say. A view is kept for a moment under
/// that number: it spares a question, and decides nothing, as a grant lands only while there are
/// still as many.
final class FreezeView {
  /// Longer than a burst of steps. After a restore other rows may come to be as many.
  private static final long KEPT_NANOS = 5_000_000_000L;

  private static final Sql COUNT = Sql.of("select count(*) as steps from freeze_step");

  private static final Sql STEPS =
      Sql.of(
          """
          select s.entry, s.kind, s.begun, e.seq, e.body, e.seal_key, e.mac, before.hash as prev
            from freeze_step s
            left join deployment_entry e on e.seq = s.entry
            left join deployment_entry before on before.seq = s.entry - 1
           order by s.entry
          """);

  private final Database database;
  private final EvidenceKeys keys;
  private final AtomicReference<Kept> kept = new AtomicReference<>(new Kept(Freezing.NONE, 0));

  FreezeView(Database database, EvidenceKeys keys) {
    this.database = database;
    this.keys = keys;
  }

  private record Kept(Freezing freezing, long atNanos) {
    boolean isOf(int steps) {
      return freezing.steps() == steps && System.nanoTime() - atNanos < KEPT_NANOS;
    }
  }

  /// @param steps how many there were at least
  Freezing at(int steps) {
    if (steps == 0) {
      return Freezing.NONE;
    }
    Kept last = kept.get();
    if (last.isOf(steps)) {
      return last.freezing();
    }
    long nanos = System.nanoTime();
    Freezing read = database.askOn(this::read);
    kept.set(new Kept(read, nanos));
    return read;
  }

  Freezing now() {
    return at(database.ask(COUNT, query -> query.one(row -> row.getInt("steps"))));
  }

  /// As it is within a transaction.
  Freezing read(Connection connection) throws SQLException {
    List<Step> steps = STEPS.ask(connection, query -> query.list(this::step));
    return told(steps).now(steps.size());
  }

  /// All there was, within a transaction.
  FreezeHistory history(Connection connection) throws SQLException {
    return told(STEPS.ask(connection, query -> query.list(this::step)));
  }

  private static FreezeHistory told(List<Step> steps) {
    FreezeHistory history = new FreezeHistory();
    for (Step step : steps) {
      Optional<JsonObject> told = step.told();
      if (told.isPresent()) {
        history.tell(
            step.entry(), step.kind(), told.get().instant("at"), told.get().object("data"));
      } else if (step.kind().equals(FreezeHistory.BEGUN)) {
        history.tellUnproven(step.entry());
      }
    }
    return history;
  }

  /// @param told the entry, where it is genuine and tells what the row says
  private record Step(int entry, String kind, Optional<JsonObject> told) {}

  private Step step(ResultSet row) throws SQLException {
    int entry = row.getInt("entry");
    String kind = row.getString("kind");
    int freeze = row.getInt("begun");
    return new Step(
        entry,
        kind,
        PostgresDeploymentChain.genuine(row, keys)
            .map(DeploymentEntry::document)
            .filter(document -> document.text("type").equals(kind))
            .filter(document ->
                kind.equals(FreezeHistory.BEGUN)
                    ? freeze == entry
                    : FreezeHistory.freeze(document.object("data")) == freeze));
  }
}
