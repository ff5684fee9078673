package dev.countersign.store;

import dev.countersign.json.WireName;
import dev.countersign.ledger.ReminderMoment;
import dev.countersign.ledger.RetrospectiveReminders;
import dev.countersign.proposal.ProposalId;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Who was reminded of which retrospective, on Postgres.
final class PostgresRetrospectiveReminders implements RetrospectiveReminders {
  /// Rows are locked in the order of their targets, so that two replicas never wait for each other.
  private static final Sql TAKE =
      Sql.of(
          """
          insert into retrospective_reminder as known (request_id, moment, target, due_at)
          select :request, :moment, target, clock_timestamp() + interval '1 minute'
            from unnest(cast(:targets as text[])) as t (target)
           order by target
              on conflict (request_id, moment, target) do update
                 set tries = known.tries + 1,
                     due_at = clock_timestamp()
                              + least(interval '1 minute' * power(2, known.tries),
                                      interval '4 hours')
               where not known.done and known.due_at <= clock_timestamp()
                 and known.tries < :most
          returning target, tries
          """);

  private static final Sql DONE =
      Sql.of(
          """
          update retrospective_reminder
             set done = true
           where request_id = :request and moment = :moment and target = :target
          """);

  private final Database database;

  PostgresRetrospectiveReminders(Database database) {
    this.database = database;
  }

  private record Taken(String target, int tries) {}

  @Override
  public Map<String, Integer> take(ProposalId request, ReminderMoment moment, Set<String> targets) {
    return database
        .ask(
            TAKE,
            query ->
                query
                    .bind("request", request.value())
                    .bind("moment", WireName.of(moment))
                    .bind("targets", Columns.texts(targets))
                    .bind("most", MOST_TRIES)
                    .list(row -> new Taken(row.getString("target"), row.getInt("tries"))))
        .stream()
        .collect(Collectors.toUnmodifiableMap(Taken::target, Taken::tries));
  }

  @Override
  public void done(ProposalId request, ReminderMoment moment, String target) {
    database.ask(
        DONE,
        query ->
            query
                .bind("request", request.value())
                .bind("moment", WireName.of(moment))
                .bind("target", target)
                .update());
  }
}
