package dev.countersign.store;

import dev.countersign.ledger.WaitingMarks;
import dev.countersign.policy.GroupName;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Marks of what waits, from the indexes of the queue alone: a sum of hashes over id and deadline.
final class PostgresWaitingMarks implements WaitingMarks {
  private static final Sql MARKS =
      Sql.of(
          """
          select g.name, m.mark
            from unnest(cast(:groups as text[])) as g(name)
           cross join lateral (
                  select count(*) || '.'
                           || coalesce(sum(hashtextextended(id, cast(extract(epoch from deadline) as bigint))), 0) as mark
                    from ((select id, deadline
                             from request
                            where state = 'pending' and asks = g.name
                            order by risk_rank desc, deadline, id
                            limit (select cast(:most as bigint)))
                          union all
                          (select id, deadline
                             from request
                            where state = 'pending' and asks_too = g.name
                            order by risk_rank desc, deadline, id
                            limit (select cast(:most as bigint)))
                          union all
                          (select id, deadline
                             from request
                            where state = 'pending' and asks_more <> '{}' and g.name = any (asks_more)
                            order by risk_rank desc, deadline, id
                            limit (select cast(:most as bigint)))) waiting) m
          """);

  private final Database database;

  PostgresWaitingMarks(Database database) {
    this.database = database;
  }

  @Override
  public Map<GroupName, String> marks(Set<GroupName> groups) {
    return database
        .ask(
            MARKS,
            query ->
                query
                    .bind("groups", Columns.texts(groups.stream().map(GroupName::value).toList()))
                    .bind("most", MOST_MARKED)
                    .list(row ->
                        Map.entry(new GroupName(row.getString("name")), row.getString("mark"))))
        .stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
