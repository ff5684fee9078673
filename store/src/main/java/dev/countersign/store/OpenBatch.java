package dev.countersign.store;

import dev.countersign.ledger.CommitResult.Committed;
import dev.countersign.ledger.OpenResult;
import dev.countersign.ledger.Opening;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Openings in one transaction. It answers for those that land; whatever keeps one out is found out
/// by that one alone.
final class OpenBatch implements BatchQueue.Work<OpenRow, OpenResult> {
  private final Database database;
  private final PostgresLedger single;

  OpenBatch(Database database, PostgresLedger single) {
    this.database = database;
    this.single = single;
  }

  @Override
  public List<Optional<OpenResult>> together(List<OpenRow> rows) {
    return database.askTogether(connection -> open(connection, rows));
  }

  @Override
  public OpenResult alone(OpenRow row) {
    return single.open(row);
  }

  /// Nor can two that are alike, or that take the place of one request, both land.
  @Override
  public Collection<?> apart(OpenRow row) {
    Opening opening = row.opening();
    List<Object> apart = new ArrayList<>();
    opening.idempotency().ifPresent(named -> apart.add(List.of(named.agent(), named.key())));
    opening
        .admission()
        .ifPresent(on -> apart.add(List.of(opening.proposal().agent(), on.likeness())));
    opening.superseding().ifPresent(last -> apart.add(last.id()));
    return apart;
  }

  private static List<Optional<OpenResult>> open(Connection connection, List<OpenRow> rows)
      throws SQLException {
    LockWait.shorten(connection);
    List<Optional<OpenResult>> kept =
        AdmissionStatement.judge(connection, rows.stream().map(OpenRow::opening).toList());
    List<OpenRow> admitted = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      if (kept.get(i).isEmpty()) {
        admitted.add(rows.get(i));
      }
    }
    Set<OpenRow> opened = openInstead(connection, admitted);
    return rows.stream()
        .map(row ->
            opened.contains(row)
                ? Optional.<OpenResult>of(new OpenResult.Opened())
                : Optional.<OpenResult>empty())
        .toList();
  }

  /// The predecessors end first: whose did not move is left out.
  private static Set<OpenRow> openInstead(Connection connection, List<OpenRow> rows)
      throws SQLException {
    List<OpenRow> successors = rows.stream().filter(row -> row.superseding().isPresent()).toList();
    List<OpenRow> going = new ArrayList<>(rows);
    if (!successors.isEmpty()) {
      var ends =
          CommitStatement.run(
              connection,
              successors.stream().map(row -> row.superseding().orElseThrow()).toList(),
              LockWait.BRIEF);
      for (int i = 0; i < successors.size(); i++) {
        if (!(ends.get(i).orElse(null) instanceof Committed)) {
          going.remove(successors.get(i));
        }
      }
    }
    if (going.isEmpty()) {
      return Set.of();
    }
    Set<OpenRow> opened = Collections.newSetFromMap(new IdentityHashMap<>());
    OpenStatement.run(connection, going).forEach(place -> opened.add(going.get(place)));
    if (going.stream().anyMatch(row -> row.superseding().isPresent() && !opened.contains(row))) {
      throw new ConflictException("a successor's key was taken when its predecessor had ended");
    }
    return opened;
  }
}
