package dev.countersign.bench;

import dev.countersign.bench.ClosedLoop.Client;
import dev.countersign.json.Digest;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.Ulid;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// The partner: the same way by plain SQL in tables of an ideal design, one statement and one round
/// trip for each step, the body of an action apart from what changes. No policy, no tokens, nothing
/// parsed and nothing signed; only the state is guarded. What any gate on this Postgres and this
/// driver pays at least, when each caller commits by itself.
final class PlainSqlPartner implements AutoCloseable {
  private static final String PROPOSE =
      """
      with kept as (insert into body (id, bytes) values (?, ?)),
           told as (insert into entry (id, seq, at, who, hash, body)
                    values (?, 1, clock_timestamp(), ?, ?, ?))
      insert into item (id, agent, key, state, version, deadline)
      values (?, ?, ?, 'pending', 1, ?)
      """;

  private static final String DECIDE =
      """
      with moved as (
             update item
                set state = 'approved', version = version + 1
              where id = ? and state = 'pending' and version = 1
                and deadline > statement_timestamp()
          returning id, version),
           voted as (insert into vote (id, person, at) select id, ?, clock_timestamp() from moved),
           handed as (insert into handoff (id, due_at) select id, clock_timestamp() from moved)
      insert into entry (id, seq, at, who, hash, body)
      select id, version, clock_timestamp(), ?, ?, ? from moved
      """;

  private static final String EXECUTE =
      """
      with moved as (
             update item
                set state = 'executed', version = version + 1
              where id = ? and state = 'approved' and version = 2
          returning id, version),
           done as (delete from handoff using moved where handoff.id = moved.id)
      insert into entry (id, seq, at, who, hash, body)
      select id, version, clock_timestamp(), ?, ?, ? from moved
      """;

  private static final Duration DEADLINE = Duration.ofHours(4);

  /// About what a fact says of itself.
  private static final int ENTRY_BYTES = 240;

  private final byte[] action;
  private final byte[] fact = "f".repeat(ENTRY_BYTES).getBytes(StandardCharsets.UTF_8);
  private final byte[] hash = Digest.sha256(fact);
  private final Ulid ids;
  private final InstantSource clock;
  private final BlockingQueue<Throttle> lanes;
  private final List<Throttle> all = new ArrayList<>();
  private final AtomicLong proposals = new AtomicLong();
  private final Queue<String> opened = new ConcurrentLinkedQueue<>();
  private final Queue<String> approved = new ConcurrentLinkedQueue<>();

  /// @param connections as many as the gate has
  /// @param action what the gate's sample asks for
  PlainSqlPartner(
      BenchDatabase database, int connections, byte[] action, Ulid ids, InstantSource clock)
      throws SQLException {
    this.action = action.clone();
    this.ids = ids;
    this.clock = clock;
    // Fair, as the gate's own way to its connections is.
    this.lanes = new ArrayBlockingQueue<>(connections, true);
    for (int i = 0; i < connections; i++) {
      all.add(new Throttle(database.connect()));
    }
    lanes.addAll(all);
  }

  /// All three steps of one item after the other.
  Client lifecycle() {
    return () -> {
      String id = propose();
      decide(id);
      execute(id);
      return true;
    };
  }

  Client proposer() {
    return () -> opened.add(propose());
  }

  Client decider() {
    return () -> {
      String id = opened.poll();
      if (id == null) {
        return false;
      }
      decide(id);
      return approved.add(id);
    };
  }

  Client executor() {
    return () -> {
      String id = approved.poll();
      if (id == null) {
        return false;
      }
      execute(id);
      return true;
    };
  }

  private String propose() throws Exception {
    String id = ProposalId.PREFIX + ids.next();
    String agent = "agent-" + proposals.incrementAndGet() % Sample.AGENTS;
    inLane(throttle -> {
      PreparedStatement statement = throttle.propose;
      statement.setString(1, id);
      statement.setBytes(2, action);
      statement.setString(3, id);
      statement.setString(4, agent);
      statement.setBytes(5, hash);
      statement.setBytes(6, fact);
      statement.setString(7, id);
      statement.setString(8, agent);
      statement.setString(9, "key-" + id);
      statement.setObject(10, clock.instant().plus(DEADLINE).atOffset(ZoneOffset.UTC));
      requireOne(statement.executeUpdate());
    });
    return id;
  }

  private void decide(String id) throws Exception {
    inLane(throttle -> {
      PreparedStatement statement = throttle.decide;
      statement.setString(1, id);
      statement.setString(2, "somebody");
      statement.setString(3, "somebody");
      statement.setBytes(4, hash);
      statement.setBytes(5, fact);
      requireOne(statement.executeUpdate());
    });
  }

  private void execute(String id) throws Exception {
    inLane(throttle -> {
      PreparedStatement statement = throttle.execute;
      statement.setString(1, id);
      statement.setString(2, "worker");
      statement.setBytes(3, hash);
      statement.setBytes(4, fact);
      requireOne(statement.executeUpdate());
    });
  }

  private static void requireOne(int rows) {
    if (rows != 1) {
      throw new IllegalStateException("a step of the partner wrote " + rows + " rows");
    }
  }

  void forget() {
    opened.clear();
    approved.clear();
  }

  int waiting() {
    return opened.size();
  }

  private void inLane(Work work) throws Exception {
    Throttle throttle = lanes.take();
    try {
      work.on(throttle);
    } finally {
      lanes.add(throttle);
    }
  }

  @Override
  public void close() throws SQLException {
    for (Throttle throttle : all) {
      throttle.connection.close();
    }
  }

  private interface Work {
    void on(Throttle throttle) throws SQLException;
  }

  /// One connection with its prepared statements; each execution is a transaction.
  private static final class Throttle {
    private final Connection connection;
    private final PreparedStatement propose;
    private final PreparedStatement decide;
    private final PreparedStatement execute;

    private Throttle(Connection connection) throws SQLException {
      this.connection = connection;
      this.propose = connection.prepareStatement(PROPOSE);
      this.decide = connection.prepareStatement(DECIDE);
      this.execute = connection.prepareStatement(EXECUTE);
    }
  }
}
