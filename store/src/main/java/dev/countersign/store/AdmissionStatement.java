package dev.countersign.store;

import dev.countersign.ledger.Admission;
import dev.countersign.ledger.OpenBudget;
import dev.countersign.ledger.OpenResult;
import dev.countersign.ledger.Opening;
import dev.countersign.proposal.ProposalId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What keeps a request from being opened, judged in the transaction that opens it. The locks come
/// first, in a statement of their own: what is counted after them holds all that others committed
/// under them, and nobody else opens there before this transaction ends.
final class AdmissionStatement {
  /// In one order everywhere, so that no two wait for each other.
  private static final Sql LOCK =
      Sql.of(
          """
          select count(*)
            from (select pg_advisory_xact_lock(k.key)
                    from (select hashtextextended(name, 7203114) as key
                            from unnest(cast(:names as text[])) as name
                           order by key) k
                  offset 0) locked
          """);

  private static final Sql JUDGE =
      Sql.of(
          """
          select (select id
                    from request
                   where agent = :agent and likeness = :likeness and state = 'pending'
                     and deadline > statement_timestamp() and deadline <= :latest
                     and not :anew
                   order by id
                   limit 1) as identical,
                 (select count(*)
                    from (select
                            from request
                           where agent = :agent and state = 'pending'
                             and deadline > statement_timestamp()
                             and (cast(:except as text) is null or id <> cast(:except as text))
                           limit :per_agent) o) as of_agent,
                 (select coalesce(max(waiting), 0)
                    from unnest(cast(:places as text[])) as place,
                         lateral (
                           select count(*) as waiting
                             from (select
                                     from request
                                    where places @> array[place] and state = 'pending'
                                      and deadline > statement_timestamp()
                                      and (cast(:except as text) is null
                                           or id <> cast(:except as text))
                                    limit :per_channel) o) each) as at_place
          """);

  private static final Sql ATTACH =
      Sql.of(
          """
          insert into idempotency (agent, key, body, proposal_id, at, attached)
          select :agent, :key, :body, :id, clock_timestamp(), true
              on conflict (agent, key) do nothing
          """);

  private AdmissionStatement() {}

  /// What keeps it out; empty when it may be opened.
  static Optional<OpenResult> judge(Connection connection, Opening opening, Admission admission)
      throws SQLException {
    String agent = opening.proposal().agent().value();
    Set<String> places = Opening.places(opening.deliveries());
    lock(connection, agent, places);
    OpenBudget budget = admission.budget();
    try (Query query = JUDGE.on(connection)) {
      return query
          .bind("agent", agent)
          .bind("likeness", admission.likeness().value())
          .bind("latest", Columns.time(Admission.latestDeadline(opening)))
          .bind("anew", admission.anew())
          .bind("except", opening.superseding().map(last -> last.id().value()).orElse(null))
          .bind("places", Columns.texts(places))
          .bind("per_agent", budget.perAgent())
          .bind("per_channel", budget.perChannel())
          .one(row ->
              verdict(
                  Optional.ofNullable(row.getString("identical")).map(ProposalId::new),
                  row.getInt("of_agent"),
                  row.getInt("at_place"),
                  budget));
    }
  }

  private static Optional<OpenResult> verdict(
      Optional<ProposalId> identical, int ofAgent, int atPlace, OpenBudget budget) {
    if (identical.isPresent()) {
      return identical.map(OpenResult.Identical::new);
    }
    if (ofAgent >= budget.perAgent()) {
      return Optional.of(
          new OpenResult.OverBudget(OpenBudget.Of.AGENT, ofAgent, budget.perAgent()));
    }
    return atPlace >= budget.perChannel()
        ? Optional.of(
            new OpenResult.OverBudget(OpenBudget.Of.CHANNEL, atPlace, budget.perChannel()))
        : Optional.empty();
  }

  private static void lock(Connection connection, String agent, Set<String> places)
      throws SQLException {
    Set<String> names = new TreeSet<>(places);
    names.add("agent " + agent);
    try (Query query = LOCK.on(connection)) {
      query.bind("names", Columns.texts(names)).one(row -> row.getInt(1));
    }
  }

  /// The key first, so that a repeat is told from a race.
  static OpenResult attach(
      Connection connection,
      ProposalId pending,
      Optional<Opening.Idempotency> idempotency,
      Noting note)
      throws SQLException {
    if (idempotency.isPresent() && !keep(connection, pending, idempotency.get())) {
      return OpenStatement.earlier(connection, idempotency.get()).orElseThrow();
    }
    if (!note.lands()) {
      throw new ConflictException("the pending request moved");
    }
    return new OpenResult.Attached();
  }

  /// The entry that goes with it.
  @FunctionalInterface
  interface Noting {
    boolean lands() throws SQLException;
  }

  private static boolean keep(Connection connection, ProposalId pending, Opening.Idempotency named)
      throws SQLException {
    try (Query query = ATTACH.on(connection)) {
      return query
              .bind("agent", named.agent().value())
              .bind("key", named.key())
              .bind("body", named.body().value())
              .bind("id", pending.value())
              .update()
          == 1;
    }
  }
}
