package dev.countersign.store;

import dev.countersign.ledger.Opening;
import dev.countersign.policy.Allowance;
import dev.countersign.policy.Counts;
import dev.countersign.policy.Counts.Count;
import dev.countersign.policy.UseLimit;
import dev.countersign.store.BatchRows.Column;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Counts what limits of standing approvals have let through.
final class UseStatement {
  private static final BatchRows<Sought> ITEMS =
      new BatchRows<>(
          "sought",
          List.of(
              Column.text("name", Sought::name),
              Column.bigint("window_seconds", row -> row.within().toSeconds())));

  /// The moment of this statement is the moment of each use that follows from it.
  private static final String COUNT_OF_EACH =
      """
      select sought.nth, cast(extract(epoch from statement_timestamp()) as text) as moment,
             found.amount, found.requests
        from %s
       cross join lateral (
              select cast(least(coalesce(sum(amount), 0), :most_amount) as bigint) as amount,
                     count(*) as requests
                from (select amount
                        from limit_use
                       where name = sought.name
                         and at > statement_timestamp()
                                  - make_interval(secs => sought.window_seconds)
                       limit :most_uses) within_window) found
       order by sought.nth
      """
          .formatted(ITEMS.unnested());

  private static final Sql LOOK = Sql.of(COUNT_OF_EACH);

  /// What no window reaches any more is forgotten on the way, a bounded number at a time, and by
  /// one transaction at a time: so no two wait for each other's rows.
  private static final Sql COUNT =
      Sql.of(
          """
          with turn as materialized (
                 select pg_try_advisory_xact_lock(hashtextextended('limit_use', 7203114)) as mine),
               past as (
                 delete from limit_use
                  where (select mine from turn)
                    and (name, at, request_id) in (
                          select name, at, request_id
                            from limit_use
                           where at <= statement_timestamp()
                                       - make_interval(secs => :longest_seconds)
                           order by at
                           limit :most_past))
          """
              + COUNT_OF_EACH);

  private static final int MOST_PAST = 500;

  /// More than any limit allows, and so much less than what a `long` holds that adding does no
  /// harm.
  private static final long MOST_AMOUNT = 1_000 * UseLimit.MOST;

  private UseStatement() {}

  /// @param name as `Charge` makes it
  private record Sought(String name, Duration within) {}

  /// The names under which openings lock each other out: all counts of a rule are taken under one.
  static Set<String> locks(Opening opening) {
    Set<String> names = new TreeSet<>();
    opening
        .charging()
        .ifPresent(charging ->
            charging.allowances().stream()
                .filter(allowance -> !allowance.charges().isEmpty())
                .forEach(allowance -> names.add("rule " + allowance.rule())));
    return names;
  }

  /// What was counted by now. Nothing is locked and nothing deleted.
  static Counts look(Connection connection, List<Allowance> allowances) throws SQLException {
    return counts(connection, LOOK, false, List.of(allowances)).getFirst();
  }

  /// Under their locks, for what follows in this transaction.
  ///
  /// @return in the order of the chargings
  static List<Counts> count(Connection connection, List<Opening.Charging> chargings)
      throws SQLException {
    return counts(
        connection, COUNT, true, chargings.stream().map(Opening.Charging::allowances).toList());
  }

  private static List<Counts> counts(
      Connection connection, Sql sql, boolean deletes, List<List<Allowance>> wanted)
      throws SQLException {
    List<Sought> sought = wanted.stream().flatMap(each -> sought(each).stream()).toList();
    List<Counted> counted =
        sql.ask(
            connection,
            query -> {
              ITEMS.bind(query, sought);
              query.bind("most_uses", UseLimit.MOST_USES);
              query.bind("most_amount", MOST_AMOUNT);
              if (deletes) {
                query.bind("longest_seconds", UseLimit.LONGEST.toSeconds());
                query.bind("most_past", MOST_PAST);
              }
              return query.list(UseStatement::counted);
            });
    List<Counts> counts = new ArrayList<>();
    int next = 0;
    for (List<Allowance> each : wanted) {
      int end = next + sought(each).size();
      counts.add(
          new Counts(
              counted.getFirst().at(),
              counted.subList(next, end).stream().map(Counted::count).toList()));
      next = end;
    }
    return counts;
  }

  private static List<Sought> sought(List<Allowance> allowances) {
    return allowances.stream()
        .flatMap(allowance ->
            allowance.charges().stream()
                .map(charge -> new Sought(charge.name(allowance.rule()), charge.within())))
        .toList();
  }

  private record Counted(Instant at, Count count) {}

  private static Counted counted(ResultSet row) throws SQLException {
    return new Counted(
        Columns.time(row.getString("moment")),
        new Count(row.getLong("amount"), row.getInt("requests")));
  }
}
