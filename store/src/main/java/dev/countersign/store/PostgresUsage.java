package dev.countersign.store;

import dev.countersign.ledger.Usage;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;

/// Who and what is in use, on Postgres.
final class PostgresUsage implements Usage {
  /// Along the key of redemptions: ids begin with the time.
  private static final Sql EXECUTED =
      Sql.of(
          """
          select r.target_system, max(x.at) as at
            from (select request_id, at from redemption order by request_id desc limit :most) x
            join request r on r.id = x.request_id
           where r.target_system is not null
           group by r.target_system
          """);

  private static final Sql OPEN =
      Sql.of("select agent, count(*) as open from request where state = 'pending' group by agent");

  private final Database database;

  PostgresUsage(Database database) {
    this.database = database;
  }

  @Override
  public Map<String, Instant> lastExecuted() {
    return database
        .ask(
            EXECUTED,
            query ->
                query
                    .bind("most", MOST)
                    .list(
                        row -> Map.entry(row.getString("target_system"), Columns.time(row, "at"))))
        .stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  @Override
  public Map<String, Integer> open() {
    return database
        .ask(
            OPEN, query -> query.list(row -> Map.entry(row.getString("agent"), row.getInt("open"))))
        .stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
