package dev.countersign.store;

import dev.countersign.ledger.UnknownAlerts;
import dev.countersign.people.ChatAddress;
import dev.countersign.proposal.ProposalId;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Who was told of which end that nobody knows, on Postgres.
final class PostgresUnknownAlerts implements UnknownAlerts {
  /// Whoever comes second waits for the row of the channel, finds it taken, and takes nothing.
  private static final Sql TAKE =
      Sql.of(
          """
          with due as (
                 select r.id
                   from request r
                   left join unknown_alert a on a.request_id = r.id and a.target = :target
                  where r.unknown_since is not null
                    and (a.due_at is null or a.due_at <= clock_timestamp())
                  order by r.id desc
                  limit :most),
               taken as (
                 insert into unknown_alert_channel as known (target, due_at)
                 select :target, clock_timestamp() + :pause * interval '1 minute'
                  where exists (select from due)
                     on conflict (target) do update
                        set due_at = excluded.due_at
                      where known.due_at <= clock_timestamp()
                 returning target)
          select id
            from due
           where exists (select from taken)
           order by id desc
          """);

  private static final Sql TOLD =
      Sql.of(
          """
          insert into unknown_alert (request_id, target, due_at)
          select id, :target, due
            from unnest(cast(:ids as text[]), cast(:dues as timestamptz[])) as t (id, due)
           order by id
              on conflict (request_id, target) do update
                 set due_at = excluded.due_at
          """);

  private final Database database;

  PostgresUnknownAlerts(Database database) {
    this.database = database;
  }

  @Override
  public List<ProposalId> take(ChatAddress channel, int most) {
    return database.ask(
        TAKE,
        query ->
            query
                .bind("target", channel.toString())
                .bind("most", most)
                .bind("pause", PAUSE_MINUTES)
                .list(row -> new ProposalId(row.getString("id"))));
  }

  @Override
  public void told(ChatAddress channel, Map<ProposalId, Instant> next) {
    List<Map.Entry<ProposalId, Instant>> all = List.copyOf(next.entrySet());
    database.ask(
        TOLD,
        query ->
            query
                .bind("target", channel.toString())
                .bind("ids", Columns.texts(all.stream().map(one -> one.getKey().value()).toList()))
                .bind(
                    "dues",
                    Columns.texts(all.stream().map(one -> one.getValue().toString()).toList()))
                .update());
  }
}
