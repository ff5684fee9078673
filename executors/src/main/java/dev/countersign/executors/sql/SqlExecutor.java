package dev.countersign.executors.sql;

import dev.countersign.execution.ActionExecutor;
import dev.countersign.execution.Inadmissible;
import dev.countersign.execution.Order;
import dev.countersign.execution.RecordLook;
import dev.countersign.execution.TargetLook;
import dev.countersign.execution.TargetTrial;
import dev.countersign.execution.Turn;
import dev.countersign.executors.connection.RecordTable;
import dev.countersign.executors.connection.SqlConnection;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.executors.sending.SendAttempt;
import dev.countersign.executors.sending.Sending;
import dev.countersign.executors.sending.SendingThrottle;
import dev.countersign.executors.sending.TrialOf;
import dev.countersign.executors.sending.UnsendableAttempt;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.RecordChange;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Carries out `record_change` actions in one database, within its limits and by its deadline.
public final class SqlExecutor implements ActionExecutor, Sending {
  private final SqlConnection connection;
  private final SqlAdmission admission;
  private final Dialect dialect;
  private final Outbound out;
  private final SendingThrottle throttle;

  public SqlExecutor(SqlConnection connection, Outbound out) {
    this.connection = connection;
    this.admission = new SqlAdmission(connection);
    this.dialect = SqlEngines.dialect(connection.database());
    this.out = out;
    this.throttle = out.throttle(connection, connection.network(), connection.limits());
  }

  @Override
  public Optional<Inadmissible> check(Action action) {
    return admission.check(action);
  }

  @Override
  public Turn turn(Action action) {
    return throttle.turn(action, this);
  }

  @Override
  public Set<RecordChange.Operation> operations(Action action) {
    return action.changes() instanceof RecordChange change
        ? Optional.ofNullable(connection.records().get(change.recordType()))
            .map(RecordTable::allow)
            .orElse(Set.of())
        : Set.of();
  }

  /// What is created held nothing before.
  @Override
  public boolean readsFirst(Action action) {
    return action.changes() instanceof RecordChange change
        && change.operation() != RecordChange.Operation.CREATE
        && check(action).isEmpty();
  }

  @Override
  public RecordLook readFirst(Action action, AgentId agent) {
    return throttle.lookFor(
        agent,
        new SqlRecordLook(
                table(action), action, RecordStatements.seen(action, table(action), dialect))
            .on(connection, out));
  }

  @Override
  public boolean readsBack(Action action) {
    return connection.verifies() && check(action).isEmpty();
  }

  @Override
  public TargetLook readBack(Action action) {
    return throttle.readBack(
        SqlReadBack.of(connection, RecordStatements.look(action, table(action), dialect), out));
  }

  @Override
  public SendAttempt attempt(Order order) {
    return attempt(order.action(), true);
  }

  @Override
  public boolean triesOut(Action action) {
    return connection.rehearses() && check(action).isEmpty();
  }

  @Override
  public TargetTrial tryOut(Action action) {
    return throttle.tryOut(new TrialOf(attempt(action, false)));
  }

  /// @param keeps whether the change is kept
  private SendAttempt attempt(Action action, boolean keeps) {
    Optional<Inadmissible> unread = admission.checkRead(action);
    if (unread.isPresent()) {
      return new UnsendableAttempt(unread.get().code());
    }
    RecordTable table = table(action);
    return new SqlAttempt(
        connection, table, RecordStatements.of(action, table, dialect), keeps, out);
  }

  private RecordTable table(Action action) {
    RecordChange change = (RecordChange) action.changes();
    return Objects.requireNonNull(connection.records().get(change.recordType()));
  }
}
