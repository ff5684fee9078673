package dev.countersign.bench;

import dev.countersign.bench.ClosedLoop.Client;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.Ulid;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Collectors;

/// The rows that a lifecycle of the gate leaves behind, written into the gate's own tables without
/// a gate: copies of those of one that it went, by one statement for each of propose, decide,
/// redeem and report, which have to be durable by themselves. Nothing is ruled, signed, drawn, read
/// or sent, and no row comes over the wire. What the gate costs more than this is its own work;
/// this is what its record costs.
final class RowsAlone implements AutoCloseable {
  /// Written by the gate, with the column that names the request.
  private static final Map<String, String> KEYS =
      Map.of(
          "proposal", "id",
          "request", "id",
          "idempotency", "proposal_id",
          "audit_entry", "request_id",
          "posted_card", "request_id",
          "vote", "request_id",
          "exec_grant", "request_id",
          "redemption", "request_id");

  /// Columns that take another value than the one that is copied: what is unique over all requests,
  /// and what a request has while it waits. `named.id` is the new request's.
  private static final Map<String, String> OTHERS =
      Map.of(
          "exec_grant.id", "'grt_' || right(named.id, 26)",
          "redemption.grant_id", "'grt_' || right(named.id, 26)",
          "redemption.execution", "'exe_' || right(named.id, 26)",
          "idempotency.key", "named.id",
          "posted_card.message_id", "named.id",
          "request.state", "'pending'",
          "request.due", "copied.deadline",
          "request.stage", "0",
          "request.asks", "'support-leads-00'");

  private static final String COPIES = "bench_copies";

  private static final String COLUMNS =
      """
      select column_name from information_schema.columns
       where table_schema = 'countersign' and table_name = ? and is_generated = 'NEVER'
       order by ordinal_position
      """;

  /// No worker of the gate ever sees them.
  private static final String ORDERED =
      """
      insert into delivery (request_id, kind, target, due_at)
      select named.id, '%s', '', clock_timestamp() + interval '1 day' from named
      """;

  private static final String MOVED =
      """
      update request set state = 'approved', due = null, version = version + 1, audit_seq = audit_seq + 1
        from named where request.id = named.id
      """;

  private static final String DONE =
      "delete from delivery using named where delivery.request_id = named.id";

  private final Ulid ids;
  private final BlockingQueue<Lane> lanes;
  private final List<Lane> all = new ArrayList<>();

  /// @param database of the gate
  /// @param connections as many as the gate has
  /// @param done a request that was executed, and whose cards say so
  RowsAlone(BenchDatabase database, int connections, ProposalId done, Ulid ids)
      throws SQLException {
    this.ids = ids;
    this.lanes = new ArrayBlockingQueue<>(connections, true);
    List<String> steps = steps(copy(database, done));
    for (int i = 0; i < connections; i++) {
      all.add(new Lane(database.connect(), steps));
    }
    lanes.addAll(all);
  }

  /// @return the columns of each table
  private static Map<String, List<String>> copy(BenchDatabase database, ProposalId done)
      throws SQLException {
    Map<String, List<String>> columns = new HashMap<>();
    try (Connection connection = database.admin();
        Statement statement = connection.createStatement();
        PreparedStatement named = connection.prepareStatement(COLUMNS)) {
      statement.execute("create schema " + COPIES);
      for (Map.Entry<String, String> table : KEYS.entrySet()) {
        statement.execute(
            "create table %1$s.%2$s as select * from countersign.%2$s where %3$s = '%4$s'"
                .formatted(COPIES, table.getKey(), table.getValue(), done.value()));
        named.setString(1, table.getKey());
        List<String> own = new ArrayList<>();
        try (ResultSet rows = named.executeQuery()) {
          while (rows.next()) {
            own.add(rows.getString(1));
          }
        }
        columns.put(table.getKey(), own);
      }
      statement.execute("grant usage on schema " + COPIES + " to " + BenchDatabase.ROLE);
      statement.execute(
          "grant select on all tables in schema " + COPIES + " to " + BenchDatabase.ROLE);
    }
    return columns;
  }

  private static List<String> steps(Map<String, List<String>> columns) {
    String first = "version = (select min(version) from " + COPIES + ".posted_card)";
    return List.of(
        statement(
            inserted(columns, "proposal", "true"),
            inserted(columns, "request", "true"),
            inserted(columns, "idempotency", "true"),
            inserted(columns, "posted_card", first),
            ORDERED.formatted("show_card"),
            inserted(columns, "audit_entry", of("proposed", "ruled", "card_offered"))),
        statement(
            MOVED,
            inserted(columns, "vote", "true"),
            inserted(columns, "exec_grant", "true"),
            ORDERED.formatted("execute"),
            inserted(columns, "audit_entry", of("voted", "grant_issued"))),
        statement(
            MOVED,
            inserted(columns, "redemption", "true"),
            inserted(columns, "audit_entry", of("grant_redeemed"))),
        statement(
            MOVED,
            inserted(columns, "posted_card", "not " + first),
            DONE,
            inserted(columns, "audit_entry", of("execution_succeeded", "card_updated"))));
  }

  private static String of(String... types) {
    return List.of(types).stream()
        .collect(
            Collectors.joining("', '", "convert_from(body, 'UTF8')::json ->> 'type' in ('", "')"));
  }

  private static String inserted(Map<String, List<String>> columns, String table, String which) {
    List<String> own = columns.getOrDefault(table, List.of());
    String key = KEYS.getOrDefault(table, "");
    return "insert into %s (%s) select %s from %s.%s copied cross join named where %s"
        .formatted(
            table,
            String.join(", ", own),
            own.stream()
                .map(column ->
                    column.equals(key)
                        ? "named.id"
                        : OTHERS.getOrDefault(table + "." + column, "copied." + column))
                .collect(Collectors.joining(", ")),
            COPIES,
            table,
            which);
  }

  /// @param parts the last is the statement itself
  private static String statement(String... parts) {
    StringBuilder sql = new StringBuilder("with named as (select cast(? as text) as id)");
    for (int i = 0; i < parts.length - 1; i++) {
      sql.append(", part_%d as (%s)".formatted(i, parts[i]));
    }
    return sql.append(' ').append(parts[parts.length - 1]).toString();
  }

  Client lifecycle() {
    return () -> {
      String id = ProposalId.PREFIX + ids.next();
      for (int step = 0; step < Lane.STEPS; step++) {
        Lane lane = lanes.take();
        try {
          lane.run(step, id);
        } finally {
          lanes.add(lane);
        }
      }
      return true;
    };
  }

  @Override
  public void close() throws SQLException {
    for (Lane lane : all) {
      lane.connection.close();
    }
  }

  /// One connection with its prepared statements; each execution is a transaction.
  private static final class Lane {
    static final int STEPS = 4;

    private final Connection connection;
    private final List<PreparedStatement> steps = new ArrayList<>();

    private Lane(Connection connection, List<String> texts) throws SQLException {
      this.connection = connection;
      for (String text : texts) {
        steps.add(connection.prepareStatement(text));
      }
    }

    private void run(int step, String id) throws SQLException {
      PreparedStatement statement = steps.get(step);
      statement.setString(1, id);
      if (statement.executeUpdate() == 0) {
        throw new IllegalStateException("a step wrote no entry");
      }
    }
  }
}
