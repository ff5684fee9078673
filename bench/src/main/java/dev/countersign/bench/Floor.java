package dev.countersign.bench;

import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.Ulid;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// The floor: what the same rows cost when plain SQL writes them, from the same JVM, over as many
/// connections as the gate has. No policy, no tokens, no reading, no parsing, no guard: what is
/// written was computed beforehand. Each transaction is one round trip.
final class Floor implements AutoCloseable {
  private final FloorPlan plan;
  private final Ulid ids;
  private final InstantSource clock;
  private final BlockingQueue<Lane> lanes;
  private final List<Lane> all = new ArrayList<>();
  private final Queue<String> opened = new ConcurrentLinkedQueue<>();
  private final Queue<String> approved = new ConcurrentLinkedQueue<>();

  Floor(BenchDatabase database, int connections, FloorPlan plan, Ulid ids, InstantSource clock)
      throws SQLException {
    this.plan = plan;
    this.ids = ids;
    this.clock = clock;
    // Fair, as the gate's own way to its connections is.
    this.lanes = new ArrayBlockingQueue<>(connections, true);
    for (int i = 0; i < connections; i++) {
      all.add(new Lane(database.connect(), plan));
    }
    lanes.addAll(all);
  }

  ClosedLoop.Client proposer() {
    return () -> {
      String id = ProposalId.PREFIX + ids.next();
      inLane(lane -> write(lane.propose, plan.propose(), id));
      opened.add(id);
      return true;
    };
  }

  ClosedLoop.Client decider() {
    return () -> {
      String id = opened.poll();
      if (id == null) {
        return false;
      }
      inLane(lane -> write(lane.decide, plan.decide(), id));
      approved.add(id);
      return true;
    };
  }

  /// Claims as many at once as the gate's executions do, then takes each through its three
  /// transactions, between which other clients may have the connection.
  ClosedLoop.Client executor(int batch) {
    Queue<String> claimed = new ConcurrentLinkedQueue<>();
    return () -> {
      if (claimed.isEmpty()) {
        claim(claimed, batch);
      }
      String id = claimed.poll();
      if (id == null) {
        return false;
      }
      inLane(lane -> write(lane.redeem, plan.redeem(), id));
      inLane(lane -> write(lane.report, plan.report(), id));
      inLane(lane -> write(lane.settle, plan.settle(), id));
      return true;
    };
  }

  private void claim(Queue<String> claimed, int batch) throws Exception {
    for (int i = 0; i < batch; i++) {
      String id = approved.poll();
      if (id != null) {
        claimed.add(id);
      }
    }
    if (claimed.isEmpty()) {
      return;
    }
    inLane(lane -> {
      for (String id : claimed) {
        bind(lane.claim, plan.claim(), id);
        lane.claim.addBatch();
      }
      lane.claim.executeBatch();
    });
  }

  void forget() {
    opened.clear();
    approved.clear();
  }

  int waiting() {
    return opened.size();
  }

  private void write(PreparedStatement statement, FloorStep step, String id) throws SQLException {
    bind(statement, step, id);
    statement.execute();
  }

  private void bind(PreparedStatement statement, FloorStep step, String id) throws SQLException {
    var now = clock.instant();
    for (int i = 0; i < step.cells().size(); i++) {
      FloorRow.bind(statement, i + 1, step.cells().get(i), id, now);
    }
  }

  private void inLane(Work work) throws Exception {
    Lane lane = lanes.take();
    try {
      work.on(lane);
    } finally {
      lanes.add(lane);
    }
  }

  @Override
  public void close() throws SQLException {
    for (Lane lane : all) {
      lane.connection.close();
    }
  }

  private interface Work {
    void on(Lane lane) throws SQLException;
  }

  /// One connection with its prepared statements. Auto-commit stays on: Postgres runs everything up
  /// to the driver's one Sync as one transaction.
  private static final class Lane {
    private final Connection connection;
    private final PreparedStatement propose;
    private final PreparedStatement decide;
    private final PreparedStatement claim;
    private final PreparedStatement redeem;
    private final PreparedStatement report;
    private final PreparedStatement settle;

    private Lane(Connection connection, FloorPlan plan) throws SQLException {
      this.connection = connection;
      this.propose = connection.prepareStatement(plan.propose().sql());
      this.decide = connection.prepareStatement(plan.decide().sql());
      this.claim = connection.prepareStatement(plan.claim().sql());
      this.redeem = connection.prepareStatement(plan.redeem().sql());
      this.report = connection.prepareStatement(plan.report().sql());
      this.settle = connection.prepareStatement(plan.settle().sql());
    }
  }
}
