package dev.countersign.bench;

import dev.countersign.app.http.Changes;
import dev.countersign.app.http.NotingLedger;
import dev.countersign.app.keys.NativeSignatures;
import dev.countersign.app.metrics.GateMetrics;
import dev.countersign.app.worker.WakingDeliveries;
import dev.countersign.app.worker.WorkerWakeUp;
import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.Inputs;
import dev.countersign.execution.Patience;
import dev.countersign.gate.ApprovalGate;
import dev.countersign.gate.ChatPorts;
import dev.countersign.gate.ExecutionPorts;
import dev.countersign.gate.Metrics;
import dev.countersign.gate.Ports;
import dev.countersign.gate.Rules;
import dev.countersign.gate.Signing;
import dev.countersign.gate.StorePorts;
import dev.countersign.gate.Stores;
import dev.countersign.intake.IntakeLimits;
import dev.countersign.intake.IntakeResult;
import dev.countersign.json.Digest;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.LedgerClock;
import dev.countersign.people.AccountId;
import dev.countersign.people.Agent;
import dev.countersign.people.People;
import dev.countersign.people.Surface;
import dev.countersign.policy.DomainList;
import dev.countersign.policy.Policy;
import dev.countersign.proposal.ProposalId;
import dev.countersign.secret.Secret;
import dev.countersign.slack.SlackAdapter;
import dev.countersign.slack.SlackSettings;
import dev.countersign.store.PostgresStore;
import dev.countersign.store.StoreConfig;
import dev.countersign.token.Issuer;
import dev.countersign.token.KeyRing;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// The gate as `serve` wires it: three pools of connections to one ledger, default limits; with a
/// chat and a target system that take no time. Nothing runs by itself before there are workers.
///
/// As [Doors] it is called at its desks, without HTTP.
final class BenchGate implements Doors, AutoCloseable {
  /// Pools: of decisions, of agents, of workers.
  static final int POOLS = 3;

  /// As a worker with that many free slots claims.
  private static final int CLAIM = 8;

  private static final Duration LEASE = Duration.ofMinutes(2);

  /// No place of the bench refuses anything.
  private static final Duration UNREACHED = Duration.ofMinutes(30);

  private static final Issuer ISSUER = new Issuer("https://bench.countersign.example");

  /// Nobody listens there, should anything ever be sent.

  final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  final GateMetrics metrics = new GateMetrics(registry);
  final WorkerWakeUp wakeUp = new WorkerWakeUp();
  final Changes changes = Changes.create();
  final List<Agent> agents;
  final PostgresStore decisions;
  final PostgresStore agentsStore;
  final PostgresStore background;
  final TellingDeliveries deliveries;
  final LedgerClock clock;
  final KeyRing keys;
  private final ScopelessSlack web = ScopelessSlack.start();
  final SlackAdapter slack;
  final InstantChat chat;
  final ApprovalGate core;
  private final AtomicLong proposals = new AtomicLong();
  private final Queue<InstantChat.Posted> asked = new ConcurrentLinkedQueue<>();

  /// @param config of each of the pools
  /// @param signingSecret what callbacks are signed with
  BenchGate(StoreConfig config, String signingSecret) {
    SecureRandom random = new SecureRandom();
    keys = NativeSignatures.on(KeyRing.generate(random, InstantSource.system()));
    decisions = PostgresStore.open(config, keys.evidence());
    agentsStore = PostgresStore.open(config, keys.evidence());
    background = PostgresStore.open(config, keys.evidence());
    deliveries = new TellingDeliveries(new WakingDeliveries(background.deliveries(), wakeUp));
    People people = Sample.people();
    background.importPeople(people.persons(), people.groups(), people.agents());
    agents = people.agents();
    clock = new LedgerClock(decisions.ledger(), System::nanoTime);
    Policy policy = Sample.policy();
    slack = new SlackAdapter(settings(signingSecret, web.api()), InstantSource.system(), metrics);
    chat = new InstantChat(slack.channel());
    core =
        ApprovalGate.over(
            new Ports(
                new Stores(
                    ports(decisions, decisions.deliveries()),
                    ports(agentsStore, agentsStore.deliveries()),
                    ports(background, deliveries)),
                Signing.of(keys, ISSUER),
                new Rules(
                    () -> policy, DomainList.of(List.of("example.com")), IntakeLimits.DEFAULT),
                ChatPorts.connected(
                    Map.of(Surface.SLACK, Sample.TEAM), Map.of(Surface.SLACK, chat)),
                new ExecutionPorts(new InstantTarget(), Patience.ofLease(LEASE)),
                clock,
                random,
                wakeUp,
                UNREACHED,
                new Metrics(metrics, metrics, metrics, metrics)));
  }

  private StorePorts ports(PostgresStore store, Deliveries deliveries) {
    return new StorePorts(
        new NotingLedger(store.ledger(), changes),
        deliveries,
        store.directory(),
        store.conversations(),
        store.mutes(),
        store.retrospectives(),
        store.attachments(),
        store.agentAlarms(),
        store.refusedAttempts());
  }

  private static SlackSettings settings(String signingSecret, URI api) {
    return new SlackSettings(
        new SlackSettings.Entrance.Requests(new Secret(signingSecret)),
        new Secret("xoxb-not-a-token"),
        Sample.TEAM,
        Sample.APP,
        api,
        Set.of(URI.create("http://127.0.0.1:1")));
  }

  ClosedLoop.Client proposer() {
    return () -> {
      propose(nextProposal());
      return true;
    };
  }

  @Override
  public ProposalId propose(long number) {
    if (core.intake()
                .submit(agent(number), Sample.proposal(number), Optional.of(idempotencyKey(number)))
            instanceof IntakeResult.Recorded(var id, var replayed, var attached, _)
        && !replayed
        && !attached) {
      return id;
    }
    throw new IllegalStateException("the sample was not taken");
  }

  /// Of all proposals of this bench.
  long nextProposal() {
    return proposals.incrementAndGet();
  }

  /// By turns, as one agent and one channel open one request after the other.
  Agent agent(long number) {
    return agents.get((int) (number % agents.size()));
  }

  static String idempotencyKey(long number) {
    return "key-%026d".formatted(number);
  }

  /// Approves what the chat was shown.
  ClosedLoop.Client decider(int client) {
    String account = Sample.lead(client);
    return () -> {
      InstantChat.Posted card = asked.poll();
      if (card == null) {
        return false;
      }
      press(card, account);
      return true;
    };
  }

  @Override
  public void press(InstantChat.Posted card, String account) {
    ClickAnswer answer =
        core.decisions()
            .decide(
                new Click(
                    new AccountId(Surface.SLACK, Sample.TEAM, account),
                    card.address(),
                    card.messageId(),
                    card.token(),
                    Inputs.NONE,
                    Digest.of(card.messageId())));
    if (answer.kind() != ClickAnswer.Kind.COUNTED) {
      throw new IllegalStateException("a click was answered " + answer.code());
    }
  }

  ClosedLoop.Client executor() {
    return carrier(DeliveryKind.EXECUTE, core.executions()::run);
  }

  /// Brings cards up to what is committed: those of new requests are shown, others updated.
  ClosedLoop.Client courier() {
    return carrier(DeliveryKind.SHOW_CARD, core.courier()::deliver);
  }

  private ClosedLoop.Client carrier(DeliveryKind kind, Consumer<Delivery> carryOut) {
    Queue<Delivery> claimed = new ArrayDeque<>();
    return () -> {
      if (claimed.isEmpty()) {
        claimed.addAll(deliveries.claim(kind, CLAIM, LEASE));
      }
      Delivery next = claimed.poll();
      if (next == null) {
        return false;
      }
      carryOut.accept(next);
      return true;
    };
  }

  /// A request that went all the way, while no worker runs.
  ProposalId goneAllTheWay() throws Exception {
    keepCards();
    ProposalId id = propose(nextProposal());
    finish(courier());
    decider(0).step();
    finish(courier());
    finish(executor());
    finish(courier());
    chat.show(_ -> {});
    return id;
  }

  private static void finish(ClosedLoop.Client work) throws Exception {
    while (work.step()) {
      // until there is no more
    }
  }

  /// From now on posted cards wait for [#decider].
  void keepCards() {
    asked.clear();
    chat.show(asked::add);
  }

  /// Cards that wait for somebody to press them.
  int asked() {
    return asked.size();
  }

  int actionBytes(ProposalId id) {
    return background.ledger().find(id).orElseThrow().proposal().action().canonical().length;
  }

  @Override
  public void close() {
    slack.close();
    web.close();
    background.close();
    agentsStore.close();
    decisions.close();
    registry.close();
  }
}
