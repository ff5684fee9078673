package dev.countersign.store;

import dev.countersign.ledger.CommitResult;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Steps of different requests in one statement.
final class CommitBatch implements BatchQueue.Work<CommitRow, CommitResult> {
  private final Database database;
  private final PostgresLedger single;

  CommitBatch(Database database, PostgresLedger single) {
    this.database = database;
    this.single = single;
  }

  @Override
  public List<Optional<CommitResult>> together(List<CommitRow> rows) {
    return database.askOn(connection -> CommitStatement.run(connection, rows, LockWait.BRIEF));
  }

  @Override
  public CommitResult alone(CommitRow row) {
    return single.commit(row);
  }

  @Override
  public Collection<?> apart(CommitRow row) {
    return List.of(row.commit().id());
  }
}
