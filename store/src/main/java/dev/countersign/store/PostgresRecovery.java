package dev.countersign.store;

import dev.countersign.audit.DeploymentFact;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.Recovery;
import dev.countersign.proof.DeploymentEvidence.EpochRow;
import dev.countersign.proposal.ProposalId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// Epochs on Postgres. What they forbid is forbidden by triggers, in the very statement that would
/// do it.
final class PostgresRecovery implements Recovery {
  private static final Sql ON_HOLD = Sql.of("select on_hold() as held");

  private static final Sql BEGAN =
      Sql.of("select began_at from epoch order by number desc limit 1");

  /// Later than every token and grant that was issued in this second.
  private static final Sql BEGIN =
      Sql.of(
          """
          insert into epoch (number, place, began_at)
          select max(number) + 1, place(),
                 date_trunc('second', clock_timestamp()) + interval '1 second'
            from epoch
          returning number, place, began_at
          """);

  private static final Sql HOLD_BACK =
      Sql.of(
          """
          insert into execution_hold (request_id, epoch)
          select request_id, :epoch from delivery where kind = 'execute'
              on conflict (request_id) do update set epoch = excluded.epoch, released_at = null
          """);

  /// As repeated deliveries, which show the card again whatever it shows.
  private static final Sql DRAW_AGAIN =
      Sql.of(
          """
          update delivery
             set due_at = clock_timestamp() + interval '1 second', lease = null, leased_until = null,
                 wanted = wanted + 1, attempts = greatest(attempts, 1)
           where kind = 'show_card'
          """);

  private static final Sql OPEN =
      Sql.of("select count(*) as open from request where state = 'pending'");

  private static final Sql HELD =
      Sql.of("select request_id from execution_hold where released_at is null order by request_id");

  private static final Sql RELEASE =
      Sql.of(
          """
          update execution_hold
             set released_at = clock_timestamp()
           where request_id = :id and released_at is null
          """);

  private static final Sql POSITION =
      Sql.of(
          "select place() as place, (select max(number) from epoch) as epoch,"
              + " pg_current_wal_flush_lsn() - cast('0/0' as pg_lsn) as written");

  /// No ledger is at such a place.
  private static final Sql HOLD =
      Sql.of(
          """
          insert into epoch (number, place, began_at)
          select number + 1, 'behind what was seen of it', began_at
            from epoch
           order by number desc
           limit 1
          returning number, place, began_at
          """);

  private final Database database;
  private final PostgresDeploymentChain chain;

  PostgresRecovery(Database database, PostgresDeploymentChain chain) {
    this.database = database;
    this.chain = chain;
  }

  @Override
  public boolean isOnHold() {
    return database.ask(ON_HOLD, query -> query.one(row -> row.getBoolean("held")));
  }

  @Override
  public Instant began() {
    return database.ask(BEGAN, query -> query.one(row -> row.getTimestamp("began_at").toInstant()));
  }

  @Override
  public Begun begin() {
    return database.askTogether(connection -> {
      EpochRow epoch = insert(connection, BEGIN);
      HOLD_BACK.ask(connection, query -> query.bind("epoch", epoch.number()).update());
      DRAW_AGAIN.ask(connection, Query::update);
      int open = OPEN.ask(connection, query -> query.one(row -> row.getInt("open")));
      List<ProposalId> held = held(connection);
      chain.append(
          connection,
          new DeploymentFact(
              DeploymentFact.EPOCH_BEGUN,
              "operator",
              told(epoch).put("open", open).put("held", held.size()).build()));
      return new Begun(epoch.number(), open, held);
    });
  }

  private static EpochRow insert(Connection connection, Sql sql) throws SQLException {
    return sql.ask(connection, query -> query.one(PostgresRecovery::epoch));
  }

  static EpochRow epoch(ResultSet row) throws SQLException {
    return new EpochRow(
        row.getInt("number"), row.getString("place"), Columns.time(row, "began_at"));
  }

  private static JsonObject.Builder told(EpochRow epoch) {
    return JsonObject.builder()
        .put("epoch", epoch.number())
        .put("place", epoch.place())
        .put("began", epoch.began());
  }

  @Override
  public List<ProposalId> held() {
    return database.askOn(PostgresRecovery::held);
  }

  private static List<ProposalId> held(Connection connection) throws SQLException {
    return HELD.ask(
        connection, query -> query.list(row -> new ProposalId(row.getString("request_id"))));
  }

  @Override
  public boolean release(ProposalId id) {
    return database.askTogether(connection -> {
      int released = RELEASE.ask(connection, query -> query.bind("id", id.value()).update());
      if (released == 1) {
        chain.append(
            connection,
            new DeploymentFact(
                DeploymentFact.EXECUTION_RELEASED,
                "operator",
                JsonObject.builder().put("request", id.value()).build()));
      }
      return released == 1;
    });
  }

  @Override
  public Position position() {
    return database.ask(
        POSITION,
        query ->
            query.one(row ->
                new Position(row.getString("place"), row.getInt("epoch"), row.getLong("written"))));
  }

  @Override
  public void hold() {
    database.askTogether(connection -> {
      EpochRow epoch = insert(connection, HOLD);
      return chain.append(
          connection, new DeploymentFact(DeploymentFact.HOLD_BEGUN, "gate", told(epoch).build()));
    });
  }
}
