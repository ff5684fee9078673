package dev.countersign.store;

import dev.countersign.json.WireName;
import dev.countersign.ledger.Backlog;
import dev.countersign.ledger.DeliveryKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// How much waits, on Postgres: one statement over indexes, each count of which stops at its bound.
final class PostgresBacklog implements Backlog {
  private static final List<String> KINDS =
      Arrays.stream(DeliveryKind.values()).map(WireName::of).toList();

  /// A row for each kind. What is due is what a claim would take, were nothing on hold.
  private static final Sql READ =
      Sql.of(
          """
          select k.kind,
                 (select count(*)
                    from (select from delivery d
                           where d.kind = k.kind and d.held_since is not null
                           limit :most) held) as held,
                 waiting.due,
                 waiting.oldest,
                 (select count(*)
                    from (select from request where state = 'pending' limit :most) pending) as pending,
                 (select count(*)
                    from (select from request where %s limit :most) overdue) as overdue,
                 (select count(*)
                    from (select from execution_hold
                           where released_at is null
                           limit :most) withheld) as withheld,
                 (select count(*)
                    from (select from request where unknown_since is not null limit :most) unknown)
                   as unknown,
                 (select on_hold()) as on_hold
            from unnest(:kinds) as k (kind)
           cross join lateral (
                 select count(*) as due,
                        coalesce(
                          cast(extract(epoch from statement_timestamp() - min(line.due_at)) * 1000000
                            as bigint), 0) as oldest
                   from (select greatest(d.due_at, d.leased_until) as due_at
                           from delivery d
                          where d.kind = k.kind and d.due_at <= statement_timestamp()
                            and coalesce(d.leased_until, '-infinity') <= statement_timestamp()
                            and not (d.kind = 'execute'
                                     and exists (select from execution_hold h
                                                  where h.request_id = d.request_id
                                                    and h.released_at is null))
                          order by d.due_at
                          limit :most) line) waiting
          """
              .formatted(PostgresQuarantine.IS_OVERDUE));

  private final Database database;

  PostgresBacklog(Database database) {
    this.database = database;
  }

  @Override
  public Reading read(int most) {
    return database.ask(
        READ,
        query -> {
          Map<DeliveryKind, Line> deliveries = new EnumMap<>(DeliveryKind.class);
          return query
              .bind("most", most)
              .bind("kinds", Columns.texts(KINDS))
              .list(row -> {
                deliveries.put(
                    WireName.require(DeliveryKind.class, row.getString("kind")), line(row));
                return new Reading(
                    deliveries,
                    row.getInt("pending"),
                    row.getInt("overdue"),
                    row.getInt("withheld"),
                    row.getInt("unknown"),
                    row.getBoolean("on_hold"));
              })
              .getLast();
        });
  }

  private static Line line(ResultSet row) throws SQLException {
    return new Line(
        row.getInt("held"),
        row.getInt("due"),
        Duration.of(row.getLong("oldest"), ChronoUnit.MICROS));
  }
}
