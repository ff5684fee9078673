package dev.countersign.store;

import dev.countersign.json.WireName;
import dev.countersign.ledger.PlaceAlerts;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// What operators are told of places, on Postgres. Each statement may run twice and on any replica.
final class PostgresPlaceAlerts implements PlaceAlerts {
  /// The cards of requests that wait: which stand, and which places refuse that have shown nothing
  /// since.
  private static final String STANDING =
      """
      with card as materialized (
             select c.surface, c.tenant, c.channel, c.request_id, c.id, c.at, c.failure,
                    c.failed_since, c.message_id
               from request r
               join posted_card c on c.request_id = r.id
              where r.state = 'pending' and not c.personal and c.batch is null),
           shown as (
             select surface, tenant, channel, max(at) as at
               from card
              where failure is null and message_id is not null
              group by surface, tenant, channel),
           failing as (
             select distinct on (card.surface, card.tenant, card.channel) card.*
               from card
               left join shown on shown.surface = card.surface and shown.tenant = card.tenant
                              and shown.channel = card.channel
              where card.failure is not null
                and (shown.at is null or shown.at <= card.failed_since)
              order by card.surface, card.tenant, card.channel, card.failed_since desc)
      """;

  /// A place that refuses in other words, or again, is told again. `tries` stays above zero as long
  /// as operators may have read that it refuses and not that it was mended.
  private static final Sql REFUSING =
      Sql.of(
          STANDING
              + """
              insert into place_alert as known
                     (surface, tenant, channel, code, since, request_id, card, due_at)
              select surface, tenant, channel, failure, failed_since, request_id, id,
                     clock_timestamp()
                from failing
               order by surface, tenant, channel
                  on conflict (surface, tenant, channel) do update
                     set code = excluded.code, since = excluded.since,
                         request_id = excluded.request_id, card = excluded.card, mended = false,
                         told = false, due_at = excluded.due_at,
                         tries = case when known.mended then 1 else known.tries end
                   where known.code <> excluded.code or known.mended
              """);

  /// What was taken to be told may have been told, by a replica that has not noted it yet or never
  /// will.
  private static final Sql MENDED =
      Sql.of(
          STANDING
              + """
              update place_alert a
                 set mended = true, told = not (a.told or a.tries > 0), tries = 0,
                     due_at = clock_timestamp()
               where not a.mended
                 and not exists (
                       select from failing f
                        where f.surface = a.surface and f.tenant = a.tenant
                          and f.channel = a.channel)
                 and (exists (
                       select from shown s
                        where s.surface = a.surface and s.tenant = a.tenant
                          and s.channel = a.channel and s.at > a.since)
                      or exists (
                       select from posted_card c
                        where c.request_id = a.request_id and c.id = a.card
                          and c.failure is null and c.message_id is not null))
              """);

  /// Of a place that was mended before anybody was told, nothing is told.
  private static final Sql DONE = Sql.of("delete from place_alert where mended and told");

  /// A place that was told a day ago and where nothing fails now is forgotten: what comes then is
  /// news.
  private static final Sql PAST =
      Sql.of(
          STANDING
              + """
              delete from place_alert a
               where a.told and a.due_at <= clock_timestamp() - interval '1 day'
                 and not exists (
                       select from failing f
                        where f.surface = a.surface and f.tenant = a.tenant
                          and f.channel = a.channel)
              """);

  /// One replica after another takes, so that each sees what the others count.
  private static final Sql TURN =
      Sql.of("select pg_advisory_xact_lock(hashtext('countersign/place-alerts'))");

  private static final Sql TAKE =
      Sql.of(
          """
          update place_alert a
             set tries = a.tries + 1, due_at = clock_timestamp() + interval '1 minute'
            from (select surface, tenant, channel
                    from place_alert
                   where not told and due_at <= clock_timestamp()
                     and (select count(*)
                            from place_alert_sent
                           where at > clock_timestamp() - interval '1 hour') < :messages
                   order by since, surface, tenant, channel
                   limit :most
                     for update skip locked) due
           where a.surface = due.surface and a.tenant = due.tenant and a.channel = due.channel
          returning a.surface, a.tenant, a.channel, a.mended, a.code, a.since
          """);

  private static final Sql TOLD =
      Sql.of(
          """
          update place_alert
             set told = true
           where surface = :surface and tenant = :tenant and channel = :channel
             and mended = :mended and code = :code
          """);

  private static final Sql SENT =
      Sql.of("insert into place_alert_sent (at) values (clock_timestamp()) returning at");

  private static final Sql NOT_SENT = Sql.of("delete from place_alert_sent where at = :at");

  private static final Sql FORGET =
      Sql.of("delete from place_alert_sent where at <= clock_timestamp() - interval '1 hour'");

  private final Database database;

  PostgresPlaceAlerts(Database database) {
    this.database = database;
  }

  @Override
  public void look() {
    run(REFUSING);
    run(MENDED);
    run(DONE);
    run(PAST);
  }

  private void run(Sql statement) {
    database.ask(statement, query -> query.update());
  }

  @Override
  public Optional<Message> take(int most, int mostInAnHour) {
    return database.askTogether(on -> {
      TURN.ask(on, query -> query.list(_ -> ""));
      List<Alert> due =
          TAKE.ask(
              on,
              query ->
                  query
                      .bind("most", most)
                      .bind("messages", mostInAnHour)
                      .list(PostgresPlaceAlerts::alert));
      return due.isEmpty()
          ? Optional.empty()
          : SENT
              .ask(on, query -> query.list(row -> new Message(due, Columns.time(row, "at"))))
              .stream()
              .findFirst();
    });
  }

  private static Alert alert(ResultSet row) throws SQLException {
    return new Alert(
        new ChatAddress(
            WireName.require(Surface.class, row.getString("surface")),
            row.getString("tenant"),
            row.getString("channel")),
        row.getBoolean("mended"),
        row.getString("code"),
        Columns.time(row, "since"));
  }

  @Override
  public void told(Message message) {
    run(FORGET);
    message.alerts().forEach(this::told);
    run(DONE);
  }

  @Override
  public void notTold(Message message) {
    database.ask(NOT_SENT, query -> query.bind("at", Columns.time(message.at())).update());
  }

  private void told(Alert alert) {
    database.ask(
        TOLD,
        query ->
            query
                .bind("surface", WireName.of(alert.place().surface()))
                .bind("tenant", alert.place().tenant())
                .bind("channel", alert.place().channel())
                .bind("mended", alert.mended())
                .bind("code", alert.code())
                .update());
  }
}
