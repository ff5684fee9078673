package dev.countersign.store;

import dev.countersign.audit.DeploymentEntry;
import dev.countersign.audit.DeploymentFact;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.RefusedAttempts;
import dev.countersign.refusal.RefusalBounds;
import dev.countersign.refusal.RefusedAttempt;
import dev.countersign.refusal.Trace;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was refused, on Postgres. A row only points at an entry of the last hour: one that no
/// genuine entry bears out keeps nothing from being written.
final class PostgresRefusedAttempts implements RefusedAttempts {
  /// Rows of one look: twice as many as there can be, since forged ones may be among them.
  private static final int MOST_READ = 4 * RefusalBounds.MOST;

  private static final Sql NOW = Sql.of("select clock_timestamp() as now");

  private static final Sql LATELY =
      Sql.of(
          """
          select e.seq, e.body, e.seal_key, e.mac, before.hash as prev
            from refused_attempt r
            join deployment_entry e on e.seq = r.entry
            left join deployment_entry before on before.seq = r.entry - 1
           where r.at > clock_timestamp() - make_interval(secs => :seconds)
           order by r.entry desc
           limit :most
          """);

  private static final Sql FORGET =
      Sql.of(
          """
          delete from refused_attempt
           where at <= clock_timestamp() - make_interval(secs => :seconds)
          """);

  private static final Sql INSERT =
      Sql.of("insert into refused_attempt (entry, at) values (:entry, clock_timestamp())");

  private static final Logger log = LoggerFactory.getLogger(PostgresRefusedAttempts.class);

  private final Database database;
  private final PostgresDeploymentChain chain;
  private final EvidenceKeys keys;

  PostgresRefusedAttempts(Database database, PostgresDeploymentChain chain, EvidenceKeys keys) {
    this.database = database;
    this.chain = chain;
    this.keys = keys;
  }

  /// Looked at first without holding up whoever else writes into the chain: most of many at once
  /// come to nothing.
  @Override
  public boolean note(RefusedAttempt attempt) {
    return database.askOn(connection -> trace(connection, attempt)) != Trace.NONE
        && database.askTogether(connection -> {
          PostgresDeploymentChain.queue(connection);
          return note(connection, attempt, trace(connection, attempt));
        });
  }

  private boolean note(Connection connection, RefusedAttempt attempt, Trace trace)
      throws SQLException {
    if (trace == Trace.NONE) {
      return false;
    }
    FORGET.ask(connection, query -> query.bind("seconds", seconds()).update());
    DeploymentEntry entry =
        chain.append(
            connection,
            new DeploymentFact(DeploymentFact.ATTEMPT_REFUSED, "gate", attempt.toJson()));
    INSERT.ask(connection, query -> query.bind("entry", entry.seq()).update());
    if (trace == Trace.ALARM) {
      PostgresOperatorNotices.note(connection, entry.seq());
    } else if (attempt.alarming()) {
      log.error("entry {} is told to no operator: too many were within an hour", entry.seq());
    }
    return true;
  }

  private Trace trace(Connection connection, RefusedAttempt attempt) throws SQLException {
    Instant now = NOW.ask(connection, query -> query.one(row -> Columns.time(row, "now")));
    List<RefusedAttempt> lately =
        LATELY
            .ask(
                connection,
                query ->
                    query
                        .bind("seconds", seconds())
                        .bind("most", MOST_READ)
                        .list(row -> read(row, now.minus(RefusalBounds.LATELY))))
            .stream()
            .flatMap(Optional::stream)
            .toList();
    return RefusalBounds.of(attempt, lately);
  }

  private static long seconds() {
    return RefusalBounds.LATELY.toSeconds();
  }

  /// Empty for what no genuine entry tells, and for what one told longer ago.
  private Optional<RefusedAttempt> read(ResultSet row, Instant after) throws SQLException {
    return PostgresDeploymentChain.genuine(row, keys)
        .map(DeploymentEntry::document)
        .filter(told -> told.text("type").equals(DeploymentFact.ATTEMPT_REFUSED))
        .filter(told -> told.instant("at").isAfter(after))
        .map(PostgresRefusedAttempts::attempt);
  }

  private static RefusedAttempt attempt(JsonObject told) {
    return RefusedAttempt.fromJson(told.object("data"));
  }
}
