package dev.countersign.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.countersign.TestGate;
import dev.countersign.execution.ActionExecutor;
import dev.countersign.execution.OutsideDesk.Redeeming;
import dev.countersign.execution.OutsideDesk.Report;
import dev.countersign.execution.OutsideDesk.Result;
import dev.countersign.execution.OutsideDesk.Work;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.proposal.ProposalId;
import dev.countersign.store.PostgresStore;
import dev.countersign.store.StoreConfig;
import dev.countersign.token.KeyRing;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A gate in a process of its own that executes one approved action by each [Hand], all at once,
/// and stands still with each at the point that it is told. What it does it says on its standard
/// output, one line each that begins with [#SAYS].
final class ActingGate {
  static final String SAYS = "@@ ";

  /// `at HAND`: stands still there.
  static final String AT = "at";

  /// `done HAND PASSED EXECUTED`: all is done, with so many points, the last of them of the
  /// execution itself; what follows is the look at the target.
  static final String DONE = "done";

  /// `redeemed HAND`: the executor outside has its answer, and is waited for.
  static final String REDEEMED = "redeemed";

  /// `recorded HAND`: its report stands.
  static final String RECORDED = "recorded";

  /// Long enough to be worked off by whoever claimed; whoever comes after need not wait.
  private static final Duration LEASE = Duration.ofMillis(1);

  private static final int MOST = 100;

  static final Report SUCCEEDED =
      new Report(Result.SUCCEEDED, Optional.empty(), 0, Optional.empty());

  private final PostgresStore store;
  private final KeyRing keys;
  private final ActionExecutor executors;
  private final Map<ProposalId, Delivery> looks = new ConcurrentHashMap<>();

  private ActingGate(PostgresStore store, KeyRing keys, ActionExecutor executors) {
    this.store = store;
    this.keys = keys;
    this.executors = executors;
  }

  /// @param args database URL, user, password, key file, file of connections, and for each hand
  ///   `HAND=REQUEST=POINT`; credentials are in the environment
  public static void main(String[] args) throws IOException, InterruptedException {
    KeyRing keys =
        KeyRing.fromJson((JsonObject) CanonicalJson.parse(Files.readAllBytes(Path.of(args[3]))));
    StoreConfig config = StoreConfig.of(args[0], args[1], args[2]);
    try (PostgresStore store = PostgresStore.open(config, keys.evidence())) {
      ActionExecutor executors =
          RealTargets.executors(
              Files.readString(Path.of(args[4])), System.getenv(), store.sendCounts());
      new ActingGate(store, keys, executors).act(Stream.of(args).skip(5).toList());
    }
    System.exit(0);
  }

  private void act(List<String> orders) throws InterruptedException {
    Map<ProposalId, Delivery> claimed =
        store.deliveries().claim(DeliveryKind.EXECUTE, MOST, LEASE).stream()
            .collect(Collectors.toMap(Delivery::request, Function.identity()));
    List<Thread> acting = new ArrayList<>();
    for (String order : orders) {
      String[] parts = order.split("=", -1);
      Hand hand = Hand.valueOf(parts[0]);
      Delivery delivery = Objects.requireNonNull(claimed.get(new ProposalId(parts[1])));
      CrashPoints points = new CrashPoints(Integer.parseInt(parts[2]), () -> standStill(hand));
      acting.add(Thread.ofPlatform().start(() -> act(hand, delivery, points)));
    }
    for (Thread each : acting) {
      each.join();
    }
  }

  private void act(Hand hand, Delivery delivery, CrashPoints points) {
    TestGate gate =
        TestGate.acting(
            executors,
            points.around(store.ledger()),
            points.around(store.deliveries()),
            EachExecutorCrashTest.POLICY,
            keys);
    points.point();
    if (hand == Hand.OUTSIDE) {
      beAsked(gate, delivery.request(), points);
    } else {
      gate.runner.run(delivery);
    }
    int executed = points.passed();
    look(delivery.request())
        .ifPresent(look -> {
          points.point();
          gate.readBacks.deliver(look);
        });
    say(DONE, hand, points.passed() + " " + executed);
  }

  /// What its executor outside asks of this gate, which it does over the other process's pipes.
  private static void beAsked(TestGate gate, ProposalId id, CrashPoints points) {
    Work work = work(gate, id);
    if (!(redeem(gate, work) instanceof Redeeming.Redeemed)) {
      throw new AssertionError("not redeemed");
    }
    say(REDEEMED, Hand.OUTSIDE, "");
    points.point();
    awaitWord();
    gate.outside.report(RealTargets.RUNNER, work.grant(), SUCCEEDED);
    say(RECORDED, Hand.OUTSIDE, "");
    points.point();
  }

  static Work work(TestGate gate, ProposalId id) {
    return gate.outside.work(RealTargets.RUNNER).stream()
        .filter(one -> one.request().equals(id))
        .findFirst()
        .orElseThrow();
  }

  /// With a key of its own, by which it gets a lost answer once more.
  static Redeeming redeem(TestGate gate, Work work) {
    return gate.outside.redeem(
        RealTargets.RUNNER,
        work.grant(),
        work.action(),
        Optional.of("of-" + work.request().value()));
  }

  private static void awaitWord() {
    try {
      new BufferedReader(new InputStreamReader(System.in, UTF_8)).readLine();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// One thread may claim what another is to work off.
  private Optional<Delivery> look(ProposalId id) {
    synchronized (looks) {
      for (Delivery each : store.deliveries().claim(DeliveryKind.READ_BACK, MOST, LEASE)) {
        looks.put(each.request(), each);
      }
      return Optional.ofNullable(looks.remove(id));
    }
  }

  private static void standStill(Hand hand) {
    say(AT, hand, "");
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void say(String what, Hand hand, String more) {
    System.out.println(SAYS + what + " " + hand + " " + more);
  }
}
