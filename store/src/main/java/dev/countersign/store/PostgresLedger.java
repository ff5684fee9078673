package dev.countersign.store;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.StateCodec;
import dev.countersign.ledger.Commit;
import dev.countersign.ledger.CommitResult;
import dev.countersign.ledger.CommitResult.Committed;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.OpenResult;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.ProposalId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// The ledger on Postgres: one statement per method, save for an opening that supersedes, which is
/// two in one transaction, and the answer to a repeated key.
final class PostgresLedger implements Ledger {
  private static final String FIND = RequestRows.SELECT + "where r.id = :id";

  /// Each status is walked by itself from the top of its part of the index, then the heads are
  /// merged: one index serves both one status and all of them.
  private static final String LIST =
      RequestRows.SELECT
          + """
           where r.id in (
             select page.id
               from unnest(cast(:statuses as text[])) as status,
                    lateral (
                      select id
                        from request
                       where agent = :agent and state = status
                         and (cast(:before as text) is null or id < cast(:before as text))
                       order by id desc
                       limit :most) page
              order by page.id desc
              limit :most)
           order by r.id desc
          """;

  private static final String OVERDUE =
      """
      select id
        from request
       where state = 'pending' and deadline <= statement_timestamp()
       order by deadline, id
       limit :most
      """;

  private static final String WAITING =
      """
      select page.id
        from unnest(cast(:groups as text[])) as g,
             lateral (
               select id, risk_rank, deadline
                 from request
                where state = 'pending' and asks = g
                order by risk_rank desc, deadline, id
                limit :most) page
       order by page.risk_rank desc, page.deadline, page.id
       limit :most
      """;

  private static final String AUDIT =
      "select seq, body from audit_entry where request_id = :id order by seq";

  private static final String IDS_AFTER =
      "select id from request where id > :after order by id limit :most";

  private static final String NOW = "select clock_timestamp() as now";

  private final Database database;

  PostgresLedger(Database database) {
    this.database = database;
  }

  @Override
  public OpenResult open(Opening opening) {
    try {
      return opening.superseding().isEmpty()
          ? database.run(handle -> openAlone(handle, opening))
          : database.inTransaction(handle -> openInstead(handle, opening));
    } catch (ConflictException e) {
      if (e.violates("proposal_pkey")) {
        throw new IllegalStateException(opening.proposal().id() + " is open already", e);
      }
      return new OpenResult.Overtaken();
    }
  }

  private static OpenResult openAlone(Handle handle, Opening opening) {
    if (OpenStatement.run(handle, opening)) {
      return new OpenResult.Opened();
    }
    return OpenStatement.earlier(handle, opening.idempotency().orElseThrow()).orElseThrow();
  }

  /// The successor comes first, so that a repeat is told from a race for the predecessor.
  private static OpenResult openInstead(Handle handle, Opening opening) {
    OpenResult result = openAlone(handle, opening);
    if (result instanceof OpenResult.Opened
        && !(CommitStatement.run(handle, opening.superseding().orElseThrow())
            instanceof Committed)) {
      throw new ConflictException("the request to be superseded moved");
    }
    return result;
  }

  @Override
  public Optional<OpenResult> opened(Opening.Idempotency idempotency) {
    return database.run(handle -> OpenStatement.earlier(handle, idempotency));
  }

  @Override
  public Optional<RequestRecord> find(ProposalId id) {
    return database.run(handle ->
        handle
            .createQuery(FIND)
            .bind("id", id.value())
            .map((row, _) -> RequestRows.record(row))
            .findOne());
  }

  @Override
  public CommitResult commit(Commit commit) {
    try {
      return database.run(handle -> CommitStatement.run(handle, commit));
    } catch (ConflictException e) {
      return new CommitResult.Overtaken();
    }
  }

  @Override
  public List<ProposalId> overdue(int most) {
    return database.run(
        handle -> handle.createQuery(OVERDUE).bind("most", most).map((row, _) -> id(row)).list());
  }

  @Override
  public List<ProposalId> waiting(Set<GroupName> groups, int most) {
    return database.run(handle ->
        handle
            .createQuery(WAITING)
            .bind("groups", Columns.texts(groups.stream().map(GroupName::value).sorted().toList()))
            .bind("most", most)
            .map((row, _) -> id(row))
            .list());
  }

  @Override
  public List<RequestRecord> list(
      AgentId agent, Optional<String> status, Optional<ProposalId> before, int most) {
    return database.run(handle ->
        handle
            .createQuery(LIST)
            .bind("agent", agent.value())
            .bind("statuses", Columns.texts(status.map(List::of).orElse(StateCodec.STATUSES)))
            .bind("before", before.map(ProposalId::value).orElse(null))
            .bind("most", most)
            .map((row, _) -> RequestRows.record(row))
            .list());
  }

  @Override
  public List<AuditEntry> audit(ProposalId id) {
    return database.run(handle ->
        handle
            .createQuery(AUDIT)
            .bind("id", id.value())
            .map((row, _) -> new AuditEntry(id, row.getInt("seq"), row.getBytes("body")))
            .list());
  }

  @Override
  public List<ProposalId> idsAfter(Optional<ProposalId> after, int most) {
    return database.run(handle ->
        handle
            .createQuery(IDS_AFTER)
            .bind("after", after.map(ProposalId::value).orElse(""))
            .bind("most", most)
            .map((row, _) -> id(row))
            .list());
  }

  @Override
  public Instant now() {
    return database.run(
        handle -> handle.createQuery(NOW).map((row, _) -> Columns.time(row, "now")).one());
  }

  private static ProposalId id(ResultSet row) throws SQLException {
    return new ProposalId(row.getString("id"));
  }
}
