package dev.countersign.store;

import dev.countersign.ledger.Admission;
import dev.countersign.ledger.AskBudget;
import dev.countersign.ledger.OpenBudget;
import dev.countersign.ledger.OpenResult;
import dev.countersign.ledger.Opening;
import dev.countersign.proposal.ProposalId;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
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
                     and not :anew and id <> all(cast(:passed_over as text[]))
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
                                    limit :per_channel) o) each) as at_place,
                 -- The last one that the budget allows, counted back from now: room is there once
                 -- it leaves the window.
                 (select extract(epoch from at + w.length - statement_timestamp()) * 1000
                    from asked
                   where name = :asker and at > statement_timestamp() - w.length
                   order by at desc
                  offset :before_last_of_agent
                   limit 1) as agent_again,
                 (select max(again)
                    from unnest(cast(:shown as text[])) as place,
                         lateral (
                           select extract(epoch from at + w.length - statement_timestamp()) * 1000
                                    as again
                             from asked
                            where name = place and at > statement_timestamp() - w.length
                            order by at desc
                           offset :before_last_of_channel
                            limit 1) each) as channel_again
            from (select make_interval(secs => :window_seconds) as length) w
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
    lock(connection, names(opening, admission));
    OpenBudget budget = admission.budget();
    AskBudget asked = admission.asked();
    try (Query query = JUDGE.on(connection)) {
      return query
          .bind("agent", agent)
          .bind("likeness", admission.likeness().value())
          .bind("latest", Columns.time(opening.latestDeadline()))
          .bind("anew", admission.anew())
          .bind("except", opening.superseding().map(last -> last.id().value()).orElse(null))
          .bind("passed_over", Columns.texts(ids(admission.passedOver())))
          .bind("places", Columns.texts(Opening.places(opening.deliveries())))
          .bind("per_agent", budget.perAgent())
          .bind("per_channel", budget.perChannel())
          .bind("asker", asker(opening))
          .bind("shown", Columns.texts(admission.places()))
          .bind("window_seconds", asked.window().toSeconds())
          .bind("before_last_of_agent", asked.perAgent() - 1)
          .bind("before_last_of_channel", asked.perChannel() - 1)
          .one(row -> {
            Optional<OpenResult> kept =
                verdict(
                    Optional.ofNullable(row.getString("identical")).map(ProposalId::new),
                    row.getInt("of_agent"),
                    row.getInt("at_place"),
                    budget);
            Optional<Duration> agentAgain = again(row, "agent_again");
            Optional<Duration> channelAgain = again(row, "channel_again");
            return kept.or(() -> often(OpenBudget.Of.AGENT, asked.perAgent(), asked, agentAgain))
                .or(() -> often(OpenBudget.Of.CHANNEL, asked.perChannel(), asked, channelAgain));
          });
    }
  }

  private static Optional<OpenResult> often(
      OpenBudget.Of spent, int most, AskBudget asked, Optional<Duration> again) {
    return again.map(wait -> new OpenResult.AskedTooOften(spent, most, asked.window(), wait));
  }

  private static Optional<Duration> again(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getBigDecimal(column))
        .map(millis -> Duration.ofMillis(millis.setScale(0, RoundingMode.CEILING).longValue()));
  }

  private static List<String> ids(Set<ProposalId> ids) {
    return ids.stream().map(ProposalId::value).sorted().toList();
  }

  /// Under which names a request counts as asked.
  static Set<String> counted(Opening opening) {
    return opening
        .admission()
        .map(admission -> {
          Set<String> names = new TreeSet<>(admission.places());
          names.add(asker(opening));
          return names;
        })
        .orElseGet(TreeSet::new);
  }

  private static String asker(Opening opening) {
    return "agent " + opening.proposal().agent().value();
  }

  private static Set<String> names(Opening opening, Admission admission) {
    Set<String> names = new TreeSet<>(Opening.places(opening.deliveries()));
    names.addAll(admission.places());
    names.add(asker(opening));
    return names;
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

  private static void lock(Connection connection, Set<String> names) throws SQLException {
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
