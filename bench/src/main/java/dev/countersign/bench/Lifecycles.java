package dev.countersign.bench;

import dev.countersign.app.http.HttpSettings;
import dev.countersign.bench.ClosedLoop.Client;
import dev.countersign.ledger.AskBudget;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.proposal.ProposalId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Whole ways from a proposal to its execution: each caller proposes, waits for the card, approves,
/// waits until its action is executed and that is committed, and begins anew. The ways take turns,
/// the order reversed in every other round, so that whatever the machine does meanwhile hits all.
final class Lifecycles {
  /// How many requests may be asked at once before the gate's usual budgets refuse more.
  static final int MOST_ASKED = Sample.AGENTS * AskBudget.DEFAULT.perAgent();

  private final BenchGate gate;
  private final HttpDoors doors;
  private final Workers workers;
  private final PlainSqlPartner split;
  private final RowsAlone rows;
  private final Grounds grounds;
  private final Optional<Peer> peer;
  private final Meeting<InstantChat.Posted> cards = new Meeting<>("card");
  private final Meeting<ProposalId> ends = new Meeting<>("execution");

  /// When every agent may send a burst again.
  private long refilled = System.nanoTime();

  /// Who goes the way.
  enum By {
    /// The gate over HTTP: agents with their keys, people through the chat's signed callbacks.
    HTTP,
    /// The gate, called at its desks.
    DESK,
    /// The partner by plain SQL.
    SPLIT,
    /// The gate's own rows by plain SQL.
    ROWS,
    /// Another engine, which measures itself.
    PEER
  }

  Lifecycles(
      BenchGate gate,
      HttpDoors doors,
      Workers workers,
      PlainSqlPartner split,
      RowsAlone rows,
      Grounds grounds,
      Optional<Peer> peer) {
    this.gate = gate;
    this.doors = doors;
    this.workers = workers;
    this.split = split;
    this.rows = rows;
    this.grounds = grounds;
    this.peer = peer;
  }

  Map<By, Measurement> fresh() {
    Map<By, Measurement> measured = new EnumMap<>(By.class);
    for (By by : By.values()) {
      if (by != By.PEER || peer.isPresent()) {
        measured.put(by, new Measurement());
      }
    }
    return measured;
  }

  void round(BenchTurn turn, boolean forwards, Map<By, Measurement> measured)
      throws InterruptedException, SQLException, IOException {
    gate.chat.show(card -> cards.bring(card.request(), card));
    gate.deliveries.tell(delivery -> {
      if (delivery.kind() == DeliveryKind.EXECUTE) {
        ends.bring(delivery.request(), delivery.request());
      }
    });
    List<By> order = new ArrayList<>(measured.keySet());
    for (By by : forwards ? order : order.reversed()) {
      Measurement into = Optional.ofNullable(measured.get(by)).orElseThrow();
      switch (by) {
        case HTTP -> overHttp(turn, into);
        case DESK -> atDesks(turn, into);
        case SPLIT -> turn.measure(into, grounds.splitMeter(), _ -> split.lifecycle());
        case ROWS -> {
          turn.measure(into, grounds.gateMeter(), _ -> rows.lifecycle());
          forget();
        }
        case PEER -> into.add(peer.orElseThrow().perSecond(turn));
      }
    }
    gate.chat.show(_ -> {});
    gate.deliveries.tell(_ -> {});
  }

  private void overHttp(BenchTurn turn, Measurement into)
      throws InterruptedException, SQLException, IOException {
    awaitRefill();
    int knocks =
        (int) (turn.length().toMillis() / 1_000.0 * HttpSettings.PER_SECOND + HttpSettings.BURST);
    int asked = Math.min(MOST_ASKED, Sample.AGENTS * knocks);
    AtomicInteger room = new AtomicInteger(asked);
    try (HttpDoors.Callers callers = doors.callers()) {
      turn.measureApart(
          into,
          grounds.gateMeter(),
          caller -> client(door(callers), caller, room),
          workers::finish);
    }
    refilled = System.nanoTime() + refillNanos(asked - Math.max(0, room.get()));
    forget();
  }

  private void atDesks(BenchTurn turn, Measurement into) throws InterruptedException, SQLException {
    AtomicInteger room = new AtomicInteger(MOST_ASKED);
    turn.measure(into, grounds.gateMeter(), caller -> client(gate, caller, room), workers::finish);
    forget();
  }

  private static Doors door(HttpDoors.Callers callers) {
    try {
      return callers.next();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @param room how many more may be asked in this turn
  private Client client(Doors to, int caller, AtomicInteger room) {
    String account = Sample.lead(caller);
    return () -> {
      if (room.getAndDecrement() <= 0) {
        return false;
      }
      ProposalId id = to.propose(gate.nextProposal());
      to.press(cards.await(id), account);
      ends.await(id);
      return true;
    };
  }

  /// All agents knock equally often.
  private static long refillNanos(int knocks) {
    double ofEach = Math.ceil((double) knocks / Sample.AGENTS);
    return (long) (ofEach / HttpSettings.PER_SECOND * Duration.ofSeconds(1).toNanos());
  }

  private void awaitRefill() {
    for (long left = refilled - System.nanoTime(); left > 0; left = refilled - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private void forget() throws SQLException {
    grounds.forgetOpen();
    cards.clear();
    ends.clear();
  }
}
