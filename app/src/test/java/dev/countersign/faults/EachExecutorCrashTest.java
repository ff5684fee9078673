package dev.countersign.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.execution.OutsideDesk.Redeeming;
import dev.countersign.execution.OutsideDesk.Reporting;
import dev.countersign.execution.OutsideDesk.Work;
import dev.countersign.json.CanonicalJson;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.Execution;
import dev.countersign.store.EmbeddedPostgresExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// `kill -9` of a gate that is just executing one action by each of its executors, on real targets:
/// each stands before or after one of its commits, or before or after one of the messages that it
/// sends, and then the process is gone and another goes on. More of it with
/// `-Dcountersign.crash.seeds=50`.
@Timeout(900)
class EachExecutorCrashTest {
  static final String POLICY =
      """
      {"version":1,"rules":[{"id":"all","when":"true","gate":"ask",
        "stages":[{"group":"support-leads","approvals":1}],"sla":{"expires":"4h"}}]}
      """;

  private static final int SEEDS = Integer.getInteger("countersign.crash.seeds", 3);

  /// In one database: an agent may not ask more of people.
  private static final int AT_ONCE = 25;

  private static final long SEED = Long.getLong("countersign.crash.seed", 7);

  @RegisterExtension
  private final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @RegisterExtension private final EmbeddedPostgresExtension crm = new EmbeddedPostgresExtension();

  @TempDir private Path folder;
  private RealTargets targets;

  /// Where people are asked.
  private TestGate before;

  /// Of all seeds.
  private static final Map<Hand, Map<String, Integer>> ENDS = new EnumMap<>(Hand.class);

  /// Where a hand stands when the process is killed.
  ///
  /// @param commit a point of the process, or 0
  /// @param message a point of its relay, or [HeldRelay#NEVER]
  private record Stop(int commit, int message) {
    private static final Stop NONE = new Stop(0, HeldRelay.NEVER);
  }

  @BeforeEach
  void start() throws IOException, SQLException {
    targets = new RealTargets(crm);
    Files.write(folder.resolve("keys.json"), CanonicalJson.bytes(TestKeys.RING.toJson()));
    Files.writeString(folder.resolve("connections.json"), targets.connections());
    Gates.importPeople(postgres.store());
    before = gate();
  }

  @AfterEach
  void stop() throws IOException {
    targets.close();
  }

  static IntStream firstSeeds() {
    return IntStream.iterate(0, first -> first < SEEDS, first -> first + AT_ONCE);
  }

  @ParameterizedTest
  @MethodSource("firstSeeds")
  void whicheverExecutorIsKilledWhereverItsEffectIsAtMostOneAndItsEndIsHonest(int first)
      throws Exception {
    Map<Hand, List<Stop>> stops = stopsOfAWholeRun();
    for (int seed = first; seed < Math.min(SEEDS, first + AT_ONCE); seed++) {
      Map<Hand, Stop> chosen = new EnumMap<>(Hand.class);
      for (Hand hand : Hand.values()) {
        List<Stop> all = hand.in(stops);
        chosen.put(hand, all.get(seed % all.size()));
      }
      runAndRecover("s" + seed, chosen);
    }
    assertThat(Gates.damages(postgres.store(), TestKeys.RING)).isEmpty();
    report(stops);
  }

  /// What a process does that nobody kills, and by that where one can be killed. The first is right
  /// after the success is recorded, before anybody looks at the target.
  private Map<Hand, List<Stop>> stopsOfAWholeRun() throws Exception {
    Map<Hand, Stop> none = new EnumMap<>(Hand.class);
    for (Hand hand : Hand.values()) {
      none.put(hand, Stop.NONE);
    }
    Map<Hand, ProposalId> ids = approved("whole");
    GateProcess whole = run(ids, none);
    Map<Hand, List<Stop>> stops = new EnumMap<>(Hand.class);
    for (Hand hand : Hand.values()) {
      assertThat(whole.done()).as("%s came to its end", hand).containsKey(hand);
      GateProcess.Done done = hand.in(whole.done());
      stops.put(hand, stops(hand, done));
      assertThat(end(gate(), hand.in(ids))).as("%s", hand).isInstanceOf(Execution.Succeeded.class);
      assertThat(targets.effects(hand, name("whole", hand), hand.in(ids))).isEqualTo(1);
    }
    return stops;
  }

  private List<Stop> stops(Hand hand, GateProcess.Done done) {
    List<Stop> stops = new ArrayList<>();
    for (int point = 1; point <= done.passed(); point++) {
      stops.add(new Stop(point, HeldRelay.NEVER));
    }
    for (int point = 2; point <= 2 * done.messages() + 1; point++) {
      stops.add(new Stop(0, point));
    }
    Collections.shuffle(stops, new Random(SEED + hand.name().hashCode()));
    if (hand.isReadBack()) {
      Stop unread = new Stop(done.executed(), HeldRelay.NEVER);
      stops.remove(unread);
      stops.addFirst(unread);
    }
    return stops;
  }

  private static String name(String run, Hand hand) {
    return run + "-" + hand.connection();
  }

  private TestGate gate() {
    return TestGate.acting(
        RealTargets.executors(
            targets.connections(), targets.credentials(), postgres.store().sendCounts()),
        postgres.store().ledger(),
        postgres.store().deliveries(),
        POLICY,
        TestKeys.RING);
  }

  private Map<Hand, ProposalId> approved(String run) throws SQLException {
    before.showCards(); // of earlier runs
    Map<Hand, ProposalId> ids = new EnumMap<>(Hand.class);
    for (Hand hand : Hand.values()) {
      ProposalId id = before.propose(targets.proposal(hand, name(run, hand)));
      before.showCards();
      before.press("ULENA", Decision.APPROVE);
      ids.put(hand, id);
    }
    return ids;
  }

  private GateProcess run(Map<Hand, ProposalId> ids, Map<Hand, Stop> stops) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                postgres.config().url(),
                postgres.config().user(),
                postgres.config().password(),
                folder.resolve("keys.json").toString(),
                folder.resolve("connections.json").toString()));
    ids.forEach(
        (hand, id) -> arguments.add(hand + "=" + id.value() + "=" + hand.in(stops).commit()));
    GateProcess process = new GateProcess(targets, ids);
    for (Map.Entry<Hand, HeldRelay> relay : targets.relays().entrySet()) {
      relay
          .getValue()
          .watch(relay.getKey().in(stops).message(), () -> process.stands(relay.getKey()));
    }
    process.run(arguments, folder.resolve("process.log"));
    return process;
  }

  private void runAndRecover(String run, Map<Hand, Stop> stops) throws Exception {
    Map<Hand, ProposalId> ids = approved(run);
    GateProcess killed = run(ids, stops);
    Map<Hand, Execution> left = new EnumMap<>(Hand.class);
    TestGate gate = gate();
    ids.forEach((hand, id) -> left.put(hand, end(gate, id)));

    gate.execute();
    goOn(gate, Hand.OUTSIDE.in(ids), killed);
    gate.work(DeliveryKind.READ_BACK);
    gate.execute();

    for (Hand hand : Hand.values()) {
      String where = run + ": " + hand + " killed at " + hand.in(stops);
      Execution end = end(gate, hand.in(ids));
      long effects = targets.effects(hand, name(run, hand), hand.in(ids));
      assertThat(effects).as(where).isLessThanOrEqualTo(1);
      assertThat(end).as(where).isInstanceOfAny(followers(hand, hand.in(left)));
      if (end instanceof Execution.Succeeded done) {
        assertThat(effects).as(where).isEqualTo(1);
        assertThat(done.readBack().filter(look -> look.notRead().isEmpty()).isPresent())
            .as(where)
            .isEqualTo(hand.isReadBack());
      }
      ENDS.computeIfAbsent(hand, _ -> new TreeMap<>())
          .merge(end.getClass().getSimpleName() + " with " + effects, 1, Integer::sum);
    }
  }

  /// How it ends, by how far the process had come: what it had not redeemed is done by the next,
  /// what it had redeemed and not recorded nobody knows, and what it had recorded stands. What an
  /// executor outside redeemed it alone tells.
  private static Class<?>[] followers(Hand hand, Execution left) {
    return new Class<?>[] {
      left instanceof Execution.Running && hand != Hand.OUTSIDE
          ? Execution.Unknown.class
          : Execution.Succeeded.class
    };
  }

  /// The executor outside was not killed, and goes on with whichever gate answers it.
  private void goOn(TestGate gate, ProposalId id, GateProcess killed) {
    if (killed.said(ActingGate.RECORDED)) {
      return;
    }
    if (end(gate, id) instanceof Execution.Succeeded) {
      assertThat(killed.said(ActingGate.REDEEMED)).isTrue();
    } else if (!killed.said(ActingGate.REDEEMED)) {
      Work work = ActingGate.work(gate, id);
      assertThat(ActingGate.redeem(gate, work)).isInstanceOf(Redeeming.Redeemed.class);
      targets.payOut(id);
    }
    assertThat(
            gate.outside.report(
                RealTargets.RUNNER,
                gate.record(id).grant().orElseThrow().id(),
                ActingGate.SUCCEEDED))
        .as("a report whose answer was lost is taken once more")
        .isInstanceOf(Reporting.Recorded.class);
  }

  private static Execution end(TestGate gate, ProposalId id) {
    return Gates.execution(gate.state(id));
  }

  /// What came of it, to be read where it is run with many seeds.
  private void report(Map<Hand, List<Stop>> stops) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Hand hand : Hand.values()) {
      lines.add(
          "%s: %d seeds over %d points: %s"
              .formatted(hand, SEEDS, hand.in(stops).size(), hand.in(ENDS)));
    }
    Files.write(Path.of("target", "each-executor-crash.txt"), lines, UTF_8);
  }
}
