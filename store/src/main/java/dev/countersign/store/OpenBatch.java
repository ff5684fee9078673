package dev.countersign.store;

import dev.countersign.evidence.EvidenceKeys;
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
  private final EvidenceKeys keys;

  OpenBatch(Database database, PostgresLedger single, EvidenceKeys keys) {
    this.database = database;
    this.single = single;
    this.keys = keys;
  }

  @Override
  public List<Optional<OpenResult>> together(List<OpenRow> rows) {
    return rows.stream().allMatch(OpenRow::isByItself)
        ? database.askOn(connection -> openAdmitted(connection, rows))
        : database.askTogether(connection -> open(connection, rows));
  }

  private static List<Optional<OpenResult>> openAdmitted(Connection connection, List<OpenRow> rows)
      throws SQLException {
    return OpenStatement.admitted(connection, rows, LockWait.BRIEF).stream()
        .map(result -> result.filter(OpenResult.Opened.class::isInstance))
        .toList();
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

  private List<Optional<OpenResult>> open(Connection connection, List<OpenRow> rows)
      throws SQLException {
    List<OpenRow> admitted = admitted(connection, rows);
    List<Optional<OpenRow>> counted = CountedOpenings.of(connection, admitted, keys);
    IdentityHashMap<OpenRow, OpenRow> written = new IdentityHashMap<>();
    List<OpenRow> going = new ArrayList<>();
    for (int i = 0; i < admitted.size(); i++) {
      if (counted.get(i).isPresent()) {
        going.add(counted.get(i).get());
        written.put(admitted.get(i), counted.get(i).get());
      }
    }
    Set<OpenRow> opened = openInstead(connection, going);
    requireThatAllCountedLanded(written, opened);
    return rows.stream()
        .map(row ->
            written.containsKey(row) && opened.contains(written.get(row))
                ? Optional.<OpenResult>of(new OpenResult.Opened())
                : Optional.<OpenResult>empty())
        .toList();
  }

  /// Whoever may turn out not to land is not counted here, as those after it would be told of a use
  /// that there is not.
  private static List<OpenRow> admitted(Connection connection, List<OpenRow> rows)
      throws SQLException {
    List<OpenRow> sure =
        rows.stream()
            .filter(row -> row.opening().charging().isEmpty() || row.superseding().isEmpty())
            .toList();
    List<Optional<OpenResult>> kept =
        AdmissionStatement.judge(
            connection, sure.stream().map(OpenRow::opening).toList(), LockWait.BRIEF);
    Set<OpenRow> repeated = repeated(connection, sure);
    List<OpenRow> admitted = new ArrayList<>();
    for (int i = 0; i < sure.size(); i++) {
      if (kept.get(i).isEmpty() && !repeated.contains(sure.get(i))) {
        admitted.add(sure.get(i));
      }
    }
    return admitted;
  }

  private static Set<OpenRow> repeated(Connection connection, List<OpenRow> rows)
      throws SQLException {
    List<OpenRow> named =
        rows.stream()
            .filter(row -> row.opening().charging().isPresent())
            .filter(row -> row.opening().idempotency().isPresent())
            .toList();
    Set<OpenRow> repeated = Collections.newSetFromMap(new IdentityHashMap<>());
    OpenStatement.taken(
            connection, named.stream().map(row -> row.opening().idempotency().get()).toList())
        .forEach(place -> repeated.add(named.get(place)));
    return repeated;
  }

  private static void requireThatAllCountedLanded(
      IdentityHashMap<OpenRow, OpenRow> written, Set<OpenRow> opened) {
    written.forEach((row, going) -> {
      if (row.opening().charging().isPresent() && !opened.contains(going)) {
        throw new ConflictException("a key was taken after limits had been counted");
      }
    });
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
