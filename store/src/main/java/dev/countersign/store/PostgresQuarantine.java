package dev.countersign.store;

import dev.countersign.audit.DeploymentFact;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.Held;
import dev.countersign.ledger.Quarantine;
import dev.countersign.proposal.ProposalId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// The deliveries of the outbox that are held, on Postgres.
final class PostgresQuarantine implements Quarantine {
  private static final String COLUMNS =
      "select request_id, kind, target, failure_code, failure, failures, held_since from delivery ";

  private static final Sql HELD =
      Sql.of(
          COLUMNS
              + """
              where held_since is not null
              order by held_since, request_id, target
              limit :most
              """);

  private static final Sql HELD_OF =
      Sql.of(
          COLUMNS
              + """
              where request_id = :request and held_since is not null
              order by held_since, target
              """);

  /// The sweep looks every few seconds. What is overdue is due: the index has that.
  static final String IS_OVERDUE =
      """
      state = 'pending' and due < statement_timestamp() - interval '5 minutes'
             and deadline < statement_timestamp() - interval '5 minutes'
      """
          .strip();

  private static final Sql OVERDUE =
      Sql.of(
          """
          select id
            from request
           where %s
           order by deadline, id
           limit :most
          """
              .formatted(IS_OVERDUE));

  private static final Sql RELEASE =
      Sql.of(
          """
          update delivery
             set due_at = statement_timestamp(), lease = null, leased_until = null, attempts = 0,
                 failures = 0, held_since = null
           where request_id = :request and held_since is not null
          """);

  private final Database database;
  private final PostgresDeploymentChain chain;

  PostgresQuarantine(Database database, PostgresDeploymentChain chain) {
    this.database = database;
    this.chain = chain;
  }

  @Override
  public List<Held> held(int most) {
    return database.ask(HELD, query -> query.bind("most", most).list(row -> held(row)));
  }

  @Override
  public List<Held> held(ProposalId request) {
    return database.ask(
        HELD_OF, query -> query.bind("request", request.value()).list(row -> held(row)));
  }

  @Override
  public List<ProposalId> overdue(int most) {
    return database.ask(
        OVERDUE,
        query -> query.bind("most", most).list(row -> new ProposalId(row.getString("id"))));
  }

  @Override
  public int release(ProposalId request) {
    return database.askTogether(connection -> {
      int released =
          RELEASE.ask(connection, query -> query.bind("request", request.value()).update());
      if (released > 0) {
        chain.append(
            connection,
            new DeploymentFact(
                DeploymentFact.DELIVERIES_RELEASED,
                "operator",
                JsonObject.builder()
                    .put("request", request.value())
                    .put("deliveries", released)
                    .build()));
      }
      return released;
    });
  }

  private static Held held(ResultSet row) throws SQLException {
    return new Held(
        new ProposalId(row.getString("request_id")),
        WireName.require(DeliveryKind.class, row.getString("kind")),
        row.getString("target"),
        Optional.ofNullable(row.getString("failure_code")).orElse("failed"),
        Optional.ofNullable(row.getString("failure")).orElse(""),
        row.getInt("failures"),
        Columns.time(row, "held_since"));
  }
}
