package dev.countersign.store;

import dev.countersign.ledger.SendCounts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/// Counts sends and looks on Postgres, by the database's clock: one transaction of a name after
/// another, so that no two take the same place. The column `connection` has the name of what is
/// counted, which is that of the connection for what is sent.
final class PostgresSendCounts implements SendCounts {
  /// Between two of those who wait for one under way to end: how long each takes, nobody knows.
  private static final Duration BETWEEN_ASKING = Duration.ofMillis(20);

  /// When a place among those under way is worth asking for again, at the earliest.
  private static final Duration SOON = Duration.ofMillis(200);

  /// Whoever waits asks again after this time at the latest, also behind many who gave up.
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  /// Forgotten with each that is counted.
  private static final int MOST_PAST = 100;

  private static final Sql TURN =
      Sql.of("select pg_advisory_xact_lock(hashtextextended(:connection, 7203115))");

  /// Its snapshot is taken after the lock of [#TURN], so it sees whatever was counted before.
  private static final Sql COUNT =
      Sql.of(
          """
          with known as materialized (
                 select (select count(*)
                           from connection_send
                          where connection = :connection and under_way > statement_timestamp())
                          as under_way,
                        (select at
                           from connection_send
                          where connection = :connection
                          order by at desc
                         offset :sends_before
                          limit 1) as earliest),
               judged as materialized (
                 select case
                          when under_way >= :most_under_way then 'busy'
                          when earliest > statement_timestamp() - make_interval(secs => :per)
                            then 'used_up'
                          else 'counted'
                        end as verdict,
                        earliest + make_interval(secs => :per) as room
                   from known),
               counted as (
                 insert into connection_send (id, connection, at, under_way)
                 select :id, :connection, statement_timestamp(),
                        statement_timestamp() + make_interval(secs => :longest)
                   from judged
                  where verdict = 'counted'),
               queued as (
                 insert into connection_queue as q (connection, next_at)
                 select :connection,
                        least(
                          case verdict
                            when 'busy' then statement_timestamp() + make_interval(secs => :soon)
                            else room
                          end,
                          statement_timestamp() + make_interval(secs => :longest_pause))
                   from judged
                  where verdict <> 'counted'
                     on conflict (connection) do update
                    set next_at = least(
                          greatest(
                            excluded.next_at,
                            q.next_at
                              + make_interval(secs => (select case verdict
                                                                when 'busy' then :between
                                                                else :per / :sends
                                                              end
                                                         from judged))),
                          statement_timestamp() + make_interval(secs => :longest_pause))
                 returning next_at)
          select judged.verdict,
                 coalesce(extract(epoch from queued.next_at - statement_timestamp()), 0) as pause
            from judged left join queued on true
          """);

  /// What no window reaches any more, and is not under way.
  private static final Sql FORGET =
      Sql.of(
          """
          delete from connection_send
           where id in (
                   select id
                     from connection_send
                    where connection = :connection
                      and at <= statement_timestamp() - make_interval(secs => :per)
                      and (under_way is null or under_way <= statement_timestamp())
                    order by at
                    limit :most_past)
          """);

  private static final Sql TAKE_BACK = Sql.of("delete from connection_send where id = :id");

  private static final Sql ENDED =
      Sql.of("update connection_send set under_way = null where id = :id");

  private final Database database;

  PostgresSendCounts(Database database) {
    this.database = database;
  }

  @Override
  public Answer count(Count counted, String send, Most most) {
    String connection = counted.name();
    int sends = most.rate().map(Rate::sends).orElse(1);
    Duration per = most.rate().map(Rate::per).orElse(Duration.ZERO);
    return database.askTogether(on -> {
      TURN.ask(on, query -> query.bind("connection", connection).list(_ -> ""));
      Answer answer =
          COUNT.ask(
              on,
              query ->
                  query
                      .bind("connection", connection)
                      .bind("id", send)
                      .bind("most_under_way", most.underWay().orElse(Integer.MAX_VALUE))
                      .bind("sends_before", sends - 1)
                      .bind("sends", sends)
                      .bind("per", seconds(per))
                      .bind("longest", seconds(most.longest()))
                      .bind("soon", seconds(SOON))
                      .bind("between", seconds(BETWEEN_ASKING))
                      .bind("longest_pause", seconds(LONGEST_PAUSE))
                      .one(PostgresSendCounts::answer));
      if (answer instanceof Answer.Counted) {
        FORGET.ask(
            on,
            query ->
                query
                    .bind("connection", connection)
                    .bind("per", seconds(per))
                    .bind("most_past", MOST_PAST)
                    .update());
      }
      return answer;
    });
  }

  private static Columns.Value seconds(Duration time) {
    return (target, position) -> target.setDouble(position, time.toNanos() / 1e9);
  }

  private static Answer answer(ResultSet row) throws SQLException {
    Duration pause = Duration.ofNanos(Math.max(0, Math.round(row.getDouble("pause") * 1e9)));
    return switch (row.getString("verdict")) {
      case "counted" -> new Answer.Counted();
      case "busy" -> new Answer.Busy(pause);
      case "used_up" -> new Answer.UsedUp(pause);
      default -> throw new IllegalStateException("no verdict");
    };
  }

  @Override
  public void takeBack(String send) {
    database.ask(TAKE_BACK, query -> query.bind("id", send).update());
  }

  @Override
  public void ended(String send) {
    database.ask(ENDED, query -> query.bind("id", send).update());
  }
}
