package dev.countersign;

import dev.countersign.catalogue.Reading;
import dev.countersign.execution.ActionExecutor;
import dev.countersign.execution.Inadmissible;
import dev.countersign.execution.Order;
import dev.countersign.execution.Outcome;
import dev.countersign.execution.OutsideExecutor;
import dev.countersign.execution.ReadersLook;
import dev.countersign.execution.RecordLook;
import dev.countersign.execution.TargetLook;
import dev.countersign.execution.TargetTrial;
import dev.countersign.execution.Turn;
import dev.countersign.json.Digest;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Environment;
import dev.countersign.proposal.RecordChange;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// A target system that keeps what it is sent and answers as a test tells it to.
public final class RecordingExecutor implements ActionExecutor {
  private final List<Order> sent = new ArrayList<>();
  private Optional<Environment> moved = Optional.empty();
  private Optional<Inadmissible> inadmissible = Optional.empty();
  private Optional<Turn.Later> later = Optional.empty();
  private Function<Action, Optional<Reading>> reading = _ -> Optional.empty();
  private final Map<String, OutsideExecutor> outside = new HashMap<>();
  private Optional<Function<Action, TargetLook>> looks = Optional.empty();
  private Optional<Function<Action, TargetTrial>> trials = Optional.empty();
  private Optional<Function<Action, RecordLook>> before = Optional.empty();
  private Optional<Function<Action, ReadersLook>> readers = Optional.empty();
  private Function<Action, Set<RecordChange.Operation>> operations =
      _ -> EnumSet.allOf(RecordChange.Operation.class);
  private Predicate<Action> reads = _ -> true;
  private boolean attaching;
  private int held;
  private int taken;
  private Function<Order, Outcome> answer =
      order -> new Outcome.Succeeded(201, order.action().digest(), Digest.of("created"));

  public synchronized void answer(Function<Order, Outcome> next) {
    answer = next;
  }

  public synchronized void refuse(String code) {
    inadmissible = Optional.of(new Inadmissible(code, "/target_system", "as the test wants it"));
  }

  public synchronized List<Order> sent() {
    return List.copyOf(sent);
  }

  /// What it says of dry runs, from now on.
  public synchronized void rehearse(Function<Action, TargetTrial> next) {
    trials = Optional.of(next);
  }

  @Override
  public synchronized boolean triesOut(Action action) {
    return trials.isPresent();
  }

  @Override
  public synchronized TargetTrial tryOut(Action action) {
    return trials.orElseThrow().apply(action);
  }

  /// What it shows when it is read back, from now on.
  public synchronized void show(Function<Action, TargetLook> next) {
    looks = Optional.of(next);
  }

  /// What it shows of records before people are asked, from now on.
  public synchronized void showBefore(Function<Action, RecordLook> next) {
    before = Optional.of(next);
  }

  /// The same of these actions alone.
  public synchronized void showBefore(Predicate<Action> which, Function<Action, RecordLook> next) {
    reads = which;
    before = Optional.of(next);
  }

  @Override
  public synchronized boolean readsFirst(Action action) {
    return before.isPresent() && action.changes() instanceof RecordChange && reads.test(action);
  }

  @Override
  public synchronized RecordLook readFirst(Action action, AgentId agent) {
    return before.orElseThrow().apply(action);
  }

  /// What its chat says of who reads a message, from now on.
  public synchronized void tellReaders(Function<Action, ReadersLook> next) {
    readers = Optional.of(next);
  }

  @Override
  public synchronized boolean asksWhoReads(Action action) {
    return readers.isPresent();
  }

  @Override
  public synchronized ReadersLook whoReads(Action action, AgentId agent) {
    return readers.orElseThrow().apply(action);
  }

  /// What may be done to records, from now on.
  public synchronized void letBeDone(Function<Action, Set<RecordChange.Operation>> next) {
    operations = next;
  }

  @Override
  public synchronized Set<RecordChange.Operation> operations(Action action) {
    return action.changes() instanceof RecordChange ? operations.apply(action) : Set.of();
  }

  /// Sends what messages attach, from now on.
  public synchronized void attach() {
    attaching = true;
  }

  @Override
  public synchronized boolean attaches(Action action) {
    return attaching;
  }

  @Override
  public synchronized boolean readsBack(Action action) {
    return looks.isPresent();
  }

  @Override
  public synchronized TargetLook readBack(Action action) {
    return looks.orElseThrow().apply(action);
  }

  /// Where all its systems are from now on.
  public synchronized void moveTo(Environment next) {
    moved = Optional.of(next);
  }

  @Override
  public boolean executes(String targetSystem) {
    return !targetSystem.equals("advised") && outside(targetSystem).isEmpty();
  }

  /// Who carries out what is for this system, from now on.
  public synchronized void handOver(String targetSystem, OutsideExecutor to) {
    outside.put(targetSystem, to);
  }

  @Override
  public synchronized Optional<OutsideExecutor> outside(String targetSystem) {
    return Optional.ofNullable(outside.get(targetSystem));
  }

  @Override
  public synchronized Environment environment(String targetSystem) {
    // The merge of the samples is one of staging.
    return moved.orElse(
        targetSystem.equals("forge") ? Environment.STAGING : Environment.PRODUCTION);
  }

  /// How actions read from now on.
  public synchronized void read(Function<Action, Optional<Reading>> next) {
    reading = next;
  }

  @Override
  public synchronized Optional<Reading> reading(Action action) {
    return reading.apply(action);
  }

  @Override
  public synchronized Optional<Inadmissible> check(Action action) {
    return inadmissible;
  }

  /// Makes every turn from now on wait, or none of them again.
  public synchronized void putOff(Optional<Turn.Later> wait) {
    later = wait;
  }

  /// How many turns are taken and not given back.
  public synchronized int held() {
    return held;
  }

  /// How many turns were taken so far.
  public synchronized int taken() {
    return taken;
  }

  @Override
  public synchronized Turn turn(Action action) {
    if (later.isPresent()) {
      return later.get();
    }
    held++;
    taken++;
    return new Turn.Taken() {
      @Override
      public Outcome execute(Order order) {
        return RecordingExecutor.this.execute(order);
      }

      @Override
      public void close() {
        synchronized (RecordingExecutor.this) {
          held--;
        }
      }
    };
  }

  private Outcome execute(Order order) {
    Function<Order, Outcome> now;
    synchronized (this) {
      sent.add(order);
      now = answer;
    }
    return now.apply(order);
  }
}
