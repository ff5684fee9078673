package dev.countersign.store;

import dev.countersign.freeze.FoundAlarm;
import dev.countersign.freeze.Freeze;
import dev.countersign.json.Digest;
import dev.countersign.json.WireName;
import dev.countersign.ledger.AgentAlarms;
import dev.countersign.policy.AgentAlarm;
import dev.countersign.policy.AlarmFreezes;
import dev.countersign.policy.AlarmFreezes.Bound;
import dev.countersign.proposal.AgentId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Counts on Postgres, one row for each agent, kind and minute. Whoever writes rows without the
/// gate can have an agent frozen, and nothing else.
final class PostgresAgentAlarms implements AgentAlarms {
  /// Agents that one look freezes for one kind; the next look is soon.
  private static final int MOST = 20;

  private static final Sql NOTE =
      Sql.of(
          """
          insert into agent_alarm (agent, kind, minute, times)
          values (:agent, :kind, date_trunc('minute', clock_timestamp()), 1)
          on conflict (agent, kind, minute)
            do update set times = least(agent_alarm.times + 1, 1000000)
          """);

  private static final Sql FORGET =
      Sql.of(
          """
          delete from agent_alarm
           where minute < clock_timestamp() - make_interval(secs => :seconds)
          """);

  private static final Sql FOUND =
      Sql.of(
          """
          select agent from agent_alarm
           where kind = :kind
             and agent in (select id from agent)
             and minute > clock_timestamp() - make_interval(secs => :seconds)
           group by agent
          having sum(times) >= :times
           order by agent
           limit :most
          """);

  private static final Sql COUNTED =
      Sql.of(
          """
          select coalesce(sum(times), 0) as times from agent_alarm
           where agent = :agent and kind = :kind
             and minute > clock_timestamp() - make_interval(secs => :seconds)
          """);

  private static final Sql TAKE =
      Sql.of("delete from agent_alarm where agent = :agent and kind = :kind");

  private final Database database;
  private final PostgresFreezes freezes;

  PostgresAgentAlarms(Database database, PostgresFreezes freezes) {
    this.database = database;
    this.freezes = freezes;
  }

  @Override
  public void note(AgentId agent, AgentAlarm alarm) {
    database.ask(
        NOTE,
        query -> query.bind("agent", agent.value()).bind("kind", WireName.of(alarm)).update());
  }

  @Override
  public List<Freeze> freeze(AlarmFreezes bounds, Digest policy) {
    database.ask(FORGET, query -> query.bind("seconds", AlarmFreezes.LONGEST.toSeconds()).update());
    List<Freeze> frozen = new ArrayList<>();
    bounds
        .bounds()
        .forEach((alarm, bound) ->
            found(alarm, bound)
                .forEach(agent ->
                    freezes
                        .byGate(agent, on -> taken(on, agent, alarm, bound, policy))
                        .ifPresent(frozen::add)));
    return frozen;
  }

  private List<AgentId> found(AgentAlarm alarm, Bound bound) {
    return database.ask(
        FOUND,
        query ->
            query
                .bind("kind", WireName.of(alarm))
                .bind("seconds", bound.within().toSeconds())
                .bind("times", bound.times())
                .bind("most", MOST)
                .list(row -> new AgentId(row.getString("agent"))));
  }

  private static Optional<FoundAlarm> taken(
      Connection connection, AgentId agent, AgentAlarm alarm, Bound bound, Digest policy)
      throws SQLException {
    int times =
        COUNTED.ask(
            connection,
            query ->
                query
                    .bind("agent", agent.value())
                    .bind("kind", WireName.of(alarm))
                    .bind("seconds", bound.within().toSeconds())
                    .one(row -> row.getInt("times")));
    if (times < bound.times()) {
      return Optional.empty();
    }
    TAKE.ask(
        connection,
        query -> query.bind("agent", agent.value()).bind("kind", WireName.of(alarm)).update());
    return Optional.of(new FoundAlarm(alarm, times, bound, policy));
  }
}
