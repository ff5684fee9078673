package dev.countersign.bench;

import dev.countersign.app.keys.NativeSignatures;
import dev.countersign.app.metrics.GateMetrics;
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
import dev.countersign.ledger.AskBudget;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.LedgerClock;
import dev.countersign.ledger.OpenBudget;
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

/// The gate as `serve` wires it, on one store, with a chat and a target system that take no time.
/// Nothing runs by itself.
final class BenchGate implements AutoCloseable {
  /// No place of the bench refuses anything.
  private static final Duration UNREACHED = Duration.ofMinutes(30);

  /// As a worker with that many free slots claims.
  static final int CLAIM = 8;

  private static final Duration LEASE = Duration.ofMinutes(2);
  private static final Issuer ISSUER = new Issuer("https://bench.countersign.example");

  /// Nobody listens there, should anything ever be sent.
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1/api/");

  final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  final GateMetrics metrics = new GateMetrics(registry);
  final InstantTarget target = new InstantTarget();
  final SlackAdapter slack;
  final InstantChat chat;
  private final PostgresStore store;
  private final List<Agent> agents;
  final ApprovalGate core;
  private final AtomicLong proposals = new AtomicLong();
  private final Queue<InstantChat.Posted> asked = new ConcurrentLinkedQueue<>();

  /// @param signingSecret what callbacks are signed with
  /// @param afterCommit wakes the workers, if there are any
  BenchGate(StoreConfig config, String signingSecret, Runnable afterCommit) {
    SecureRandom random = new SecureRandom();
    KeyRing keys = NativeSignatures.on(KeyRing.generate(random, InstantSource.system()));
    store = PostgresStore.open(config, keys.evidence());
    People people = Sample.people();
    store.importPeople(people.persons(), people.groups(), people.agents());
    agents = people.agents();
    LedgerClock clock = new LedgerClock(store.ledger(), System::nanoTime);
    Policy policy = Sample.policy();
    slack = new SlackAdapter(settings(signingSecret), InstantSource.system(), metrics);
    chat = new InstantChat(slack.channel());
    core =
        ApprovalGate.over(
            new Ports(
                Stores.of(
                    new StorePorts(
                        store.ledger(),
                        store.deliveries(),
                        store.directory(),
                        store.conversations())),
                Signing.of(keys, ISSUER),
                new Rules(
                    () -> policy,
                    DomainList.of(List.of("example.com")),
                    new IntakeLimits(
                        new OpenBudget(OpenBudget.MOST, OpenBudget.MOST),
                        new AskBudget(AskBudget.MOST, AskBudget.MOST, AskBudget.SHORTEST),
                        Duration.ZERO)),
                ChatPorts.connected(
                    Map.of(Surface.SLACK, Sample.TEAM), Map.of(Surface.SLACK, chat)),
                new ExecutionPorts(target, _ -> true, Patience.ofLease(LEASE)),
                clock,
                random,
                afterCommit,
                UNREACHED,
                new Metrics(metrics, metrics, metrics)));
  }

  private static SlackSettings settings(String signingSecret) {
    return new SlackSettings(
        new Secret(signingSecret),
        new Secret("xoxb-not-a-token"),
        Sample.TEAM,
        Sample.APP,
        NOWHERE,
        Set.of(URI.create("http://127.0.0.1:1")));
  }

  ClosedLoop.Client proposer() {
    return () -> {
      propose();
      return true;
    };
  }

  ProposalId propose() {
    long number = proposals.incrementAndGet();
    // As long as the floor's keys.
    String key = "key-prop_%026d".formatted(number);
    if (core.intake().submit(agent(number), Sample.proposal(number), Optional.of(key))
            instanceof IntakeResult.Recorded(var id, var replayed, var attached)
        && !replayed
        && !attached) {
      return id;
    }
    throw new IllegalStateException("the sample was not taken");
  }

  /// By turns, as one agent and one channel open one request after the other.
  private Agent agent(long number) {
    return agents.get((int) (number % agents.size()));
  }

  /// Approves what the chat was shown.
  ClosedLoop.Client decider(int client) {
    String account = Sample.LEADS.get(client % Sample.LEADS.size());
    return () -> {
      InstantChat.Posted card = asked.poll();
      if (card == null) {
        return false;
      }
      approve(card, account);
      return true;
    };
  }

  void approve(InstantChat.Posted card, String account) {
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
    Queue<Delivery> claimed = new ArrayDeque<>();
    return () -> {
      if (claimed.isEmpty()) {
        claimed.addAll(deliveries().claim(DeliveryKind.EXECUTE, CLAIM, LEASE));
      }
      Delivery next = claimed.poll();
      if (next == null) {
        return false;
      }
      core.executions().run(next);
      return true;
    };
  }

  /// Shows cards of all that is proposed, as the courier does.
  ClosedLoop.Client shower() {
    return () -> {
      List<Delivery> due = deliveries().claim(DeliveryKind.SHOW_CARD, CLAIM, LEASE);
      due.forEach(core.courier()::deliver);
      return !due.isEmpty();
    };
  }

  /// Takes over what the chat has been shown.
  int ask() {
    asked.addAll(chat.take());
    return asked.size();
  }

  Queue<InstantChat.Posted> asked() {
    return asked;
  }

  void forget() {
    ask();
    asked.clear();
  }

  Deliveries deliveries() {
    return store.deliveries();
  }

  int actionBytes(ProposalId id) {
    return store.ledger().find(id).orElseThrow().proposal().action().canonical().length;
  }

  @Override
  public void close() {
    slack.close();
    store.close();
    registry.close();
  }
}
