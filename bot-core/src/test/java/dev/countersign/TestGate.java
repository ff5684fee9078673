package dev.countersign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.EntryType;
import dev.countersign.breakglass.BreakGlass;
import dev.countersign.breakglass.GlassCommands;
import dev.countersign.breakglass.GlassRule;
import dev.countersign.breakglass.RetrospectiveFiling;
import dev.countersign.card.AttachmentDesk;
import dev.countersign.card.BatchDesk;
import dev.countersign.card.BoardDesk;
import dev.countersign.card.CardDesk;
import dev.countersign.card.CardRenderer;
import dev.countersign.card.ChatChannel;
import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.ConsoleAddress;
import dev.countersign.card.DeadlineDesk;
import dev.countersign.card.Deciders;
import dev.countersign.card.DetailsDesk;
import dev.countersign.card.EditDesk;
import dev.countersign.card.EvidenceDesk;
import dev.countersign.card.ForgedDesk;
import dev.countersign.card.FormPress;
import dev.countersign.card.HomeDesk;
import dev.countersign.card.Inputs;
import dev.countersign.card.InterventionDesk;
import dev.countersign.card.MuteDesk;
import dev.countersign.card.ProblemDesk;
import dev.countersign.card.QueueDesk;
import dev.countersign.card.RenderedCard;
import dev.countersign.card.RetrospectiveDesk;
import dev.countersign.card.ReviewDesk;
import dev.countersign.clockwork.DueSweep;
import dev.countersign.courier.Alarms;
import dev.countersign.courier.Courier;
import dev.countersign.courier.OutcomeNews;
import dev.countersign.courier.Reminders;
import dev.countersign.decision.DecisionDesk;
import dev.countersign.decision.DecisionMetrics;
import dev.countersign.execution.ActionExecutor;
import dev.countersign.execution.ExecutionEnd;
import dev.countersign.execution.ExecutionMetrics;
import dev.countersign.execution.ExecutionRunner;
import dev.countersign.execution.LateOutcomes;
import dev.countersign.execution.OutsideExecutions;
import dev.countersign.execution.Patience;
import dev.countersign.execution.ReadBacks;
import dev.countersign.freeze.Freeze;
import dev.countersign.gate.ApprovalGate;
import dev.countersign.gate.ChatPorts;
import dev.countersign.gate.ExecutionPorts;
import dev.countersign.gate.Metrics;
import dev.countersign.gate.Ports;
import dev.countersign.gate.Rules;
import dev.countersign.gate.Signing;
import dev.countersign.gate.StorePorts;
import dev.countersign.gate.Stores;
import dev.countersign.intake.ChangedRecords;
import dev.countersign.intake.IntakeDesk;
import dev.countersign.intake.IntakeLimits;
import dev.countersign.intake.IntakeResult;
import dev.countersign.intake.Undos;
import dev.countersign.intake.WithdrawalDesk;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.AgentAlarms;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.InMemoryLedger;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.Mutes;
import dev.countersign.ledger.OutcomeNotices;
import dev.countersign.ledger.RefusedAttempts;
import dev.countersign.ledger.RememberedAttachments;
import dev.countersign.ledger.RememberedRetrospectives;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Retrospectives;
import dev.countersign.ledger.WaitingFilter;
import dev.countersign.ledger.WaitingMarks;
import dev.countersign.people.AccountId;
import dev.countersign.people.Agent;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Directory;
import dev.countersign.people.People;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.people.PeopleReader;
import dev.countersign.people.PeopleReading;
import dev.countersign.people.Surface;
import dev.countersign.people.Surfaces;
import dev.countersign.people.Surfaces.Offer;
import dev.countersign.policy.AgentAlarm;
import dev.countersign.policy.AlarmFreezes;
import dev.countersign.policy.DomainList;
import dev.countersign.policy.Policy;
import dev.countersign.policy.PolicyReader;
import dev.countersign.policy.PolicyReading;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RiskLevel;
import dev.countersign.proposal.SampleProposals;
import dev.countersign.proposal.Ulid;
import dev.countersign.refusal.GlassRefusal;
import dev.countersign.request.Decision;
import dev.countersign.request.ReadBackFinding;
import dev.countersign.request.RequestState;
import dev.countersign.request.RetrospectiveQuestion;
import dev.countersign.token.ButtonSeals;
import dev.countersign.token.Issuer;
import dev.countersign.token.KeyRing;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// A whole gate without its edges: real core, a ledger, a chat and a target system that tests can
/// look into. Nothing runs by itself; a test says when deliveries are worked off and what time it
/// is.
public final class TestGate {
  public static final Instant START = Instant.parse("2026-11-23T15:00:00Z");
  public static final String TEAM = "T01";

  /// Of a second chat; see [#teamsShowsAll].
  public static final String TENANT = "8f0b6d52-3c1e-4a77-9d0e-5b2f7a1c4e36";

  /// How long every place has to refuse before a request ends.
  public static final Duration GRACE = Duration.ofMinutes(30);

  /// Where the pages are, in a deployment that has them.
  public static final ConsoleAddress CONSOLE =
      new ConsoleAddress(URI.create("https://approve.example.com"));

  /// Asks one support lead about every API call.
  public static final String ONE_LEAD =
      """
      {"version":1,"rules":[{"id":"calls","when":"action.class == \\"api_call\\"","gate":"ask",
        "stages":[{"group":"support-leads","approvals":1}],"sla":{"expires":"4h"}}]}
      """;

  public final SettableClock clock;
  public final Ledger ledger;
  public final Deliveries deliveries;
  public final Directory directory;
  public final RecordingChat chat;
  public final RememberedConversations conversations = new RememberedConversations();
  public final RecordingExecutor executor = new RecordingExecutor();
  public final RememberedOutcomes keptOutcomes = new RememberedOutcomes();
  public final KeyRing keys;
  public final Issuer issuer = new Issuer("https://gate.example");
  public final DecisionDesk desk;
  public final IntakeDesk intake;
  public final Undos undos;
  public final EditDesk edits;
  public final WithdrawalDesk withdrawals;
  public final DeadlineDesk deadlines;
  public final InterventionDesk interventions;
  public final ForgedDesk forged;
  public final DueSweep due;
  public final Reminders reminders;
  public final OutcomeNews outcomes;

  /// Where operators and security are told of break-glass.
  public static final ChatAddress ALARMS = new ChatAddress(Surface.SLACK, TEAM, "C0ALARMS");

  public final ChangedRecords changed;
  public final BreakGlass breakGlass;

  public final RetrospectiveFiling filing;
  public final GlassCommands glassCommands;
  public final Alarms alarms;
  public final RememberedRetrospectives retrospectives;
  public final Courier courier;
  public final CardDesk personal;
  public final DetailsDesk details;
  public final Deciders deciders;
  public final ReviewDesk reviews;
  public final EvidenceDesk exports;
  public final AttachmentDesk openings;
  public final QueueDesk queue;
  public final BoardDesk board;
  public final WaitingMarks marks;
  public final HomeDesk homes;
  public final Mutes mutes;

  /// What agents handed in.
  public final RememberedAttachments attachments;

  public final MuteDesk muting;
  public final BatchDesk batches;
  public final ProblemDesk problems;
  public final ExecutionRunner runner;
  public final ReadBacks readBacks;
  public final OutsideExecutions outside;

  /// Whether the second chat shows every card in full.
  public final AtomicBoolean teamsShowsAll = new AtomicBoolean();

  /// How executions ended, and why they were put off, in order.
  public final List<String> executions = new CopyOnWriteArrayList<>();

  /// What presses were counted as, in order: a decision, or why it was not counted.
  public final List<String> presses = new CopyOnWriteArrayList<>();

  /// The risk of each action that was approved fast, in order.
  public final List<RiskLevel> fastApprovals = new CopyOnWriteArrayList<>();

  /// What became of cards on their way, in order.
  public final List<String> cardsSent = new CopyOnWriteArrayList<>();

  /// Why uses of break-glass, and words for ending one, came to nothing.
  public final RememberedRefusals refusals;

  public final List<GlassRefusal> refusedGlass = new CopyOnWriteArrayList<>();

  /// What was counted of agents, as often as it came.
  public final List<AgentAlarm> alarmed = new CopyOnWriteArrayList<>();

  private final AgentAlarms agentAlarms =
      new AgentAlarms() {
        @Override
        public void note(AgentId agent, AgentAlarm alarm) {
          alarmed.add(alarm);
        }

        @Override
        public List<Freeze> freeze(AlarmFreezes bounds, Digest policy) {
          return List.of();
        }
      };

  /// How often the workers were woken.
  public final AtomicInteger woken = new AtomicInteger();

  public final AtomicReference<Policy> policy;

  /// When the ledger's epoch began.
  private final AtomicReference<Instant> epoch = new AtomicReference<>(Instant.EPOCH);

  public final Ulid ids;
  private final Map<Surface, ChatChannel> line;
  private final ActionExecutor hands;
  private final Surfaces surfaces;
  private final OutcomeNotices notices;
  private final CardRenderer pages;
  private final Stores stores;

  /// Counts nothing.
  public static final DecisionMetrics NO_DECISION_METRICS =
      new DecisionMetrics() {
        @Override
        public void voted(Surface surface, Decision decision) {}

        @Override
        public void approvedFast(RiskLevel risk) {}

        @Override
        public void notCounted(Surface surface, String code) {}
      };

  /// Counts nothing.
  public static final ExecutionMetrics NO_EXECUTION_METRICS =
      new ExecutionMetrics() {
        @Override
        public void ended(String connection, ExecutionEnd end, Duration took) {}

        @Override
        public void putOff(String connection, String code) {}

        @Override
        public void readBack(String connection, ReadBackFinding finding) {}
      };

  public static TestGate inMemory() {
    return inMemory(ONE_LEAD);
  }

  public static TestGate inMemory(String policy) {
    SettableClock clock = new SettableClock(START);
    InMemoryLedger ledger = new InMemoryLedger(clock);
    return new TestGate(clock, ledger, ledger, directory(), policy);
  }

  public static TestGate inMemory(KeyRing keys) {
    SettableClock clock = new SettableClock(START);
    InMemoryLedger ledger = new InMemoryLedger(clock);
    return new TestGate(
        clock, ledger, ledger, directory(), ONE_LEAD, keys, new RecordingChat(), chat -> chat);
  }

  public TestGate(
      SettableClock clock,
      Ledger ledger,
      Deliveries deliveries,
      Directory directory,
      String policyJson) {
    this(
        clock,
        ledger,
        deliveries,
        directory,
        policyJson,
        TestKeys.RING,
        new RecordingChat(),
        chat -> chat);
  }

  /// Connected to both chats, which both keep what they are shown in [#chat].
  public static TestGate inBothChats(String policy, String people) {
    return inBothChats(policy, people, OutcomeNotices.NONE);
  }

  /// The same, where these are told how requests end.
  public static TestGate inBothChats(String policy, String people, OutcomeNotices notices) {
    SettableClock clock = new SettableClock(START);
    InMemoryLedger ledger = new InMemoryLedger(clock);
    RecordingChat chat = new RecordingChat();
    return new TestGate(
        clock,
        ledger,
        ledger,
        directory(people),
        policy,
        TestKeys.RING,
        chat,
        Map.of(Surface.SLACK, chat, Surface.TEAMS, chat),
        chats(TEAM),
        notices,
        chat);
  }

  /// A gate beside others: the same keys, so that each takes what another signed, and the same
  /// chat.
  ///
  /// @param line how this gate reaches the chat
  public TestGate(
      SettableClock clock,
      Ledger ledger,
      Deliveries deliveries,
      Directory directory,
      String policyJson,
      KeyRing keys,
      RecordingChat chat,
      UnaryOperator<ChatChannel> line) {
    this(clock, ledger, deliveries, directory, policyJson, keys, chat, line, chats(TEAM));
  }

  /// A gate behind a real adapter: the same people, in the workspace that the adapter serves.
  public static TestGate behind(ChatChannel adapter, String team) {
    SettableClock clock = new SettableClock(START);
    InMemoryLedger ledger = new InMemoryLedger(clock);
    return new TestGate(
        clock,
        ledger,
        ledger,
        directory(PEOPLE.replace('"' + TEAM + '"', '"' + team + '"')),
        ONE_LEAD,
        TestKeys.RING,
        new RecordingChat(),
        _ -> adapter,
        chats(team));
  }

  private TestGate(
      SettableClock clock,
      Ledger ledger,
      Deliveries deliveries,
      Directory directory,
      String policyJson,
      KeyRing keys,
      RecordingChat chat,
      UnaryOperator<ChatChannel> line,
      Surfaces surfaces) {
    this(
        clock,
        ledger,
        deliveries,
        directory,
        policyJson,
        keys,
        chat,
        Map.of(Surface.SLACK, line.apply(chat)),
        surfaces,
        OutcomeNotices.NONE,
        chat);
  }

  private TestGate(
      SettableClock clock,
      Ledger ledger,
      Deliveries deliveries,
      Directory directory,
      String policyJson,
      KeyRing keys,
      RecordingChat chat,
      Map<Surface, ChatChannel> line,
      Surfaces surfaces,
      OutcomeNotices notices,
      CardRenderer pages) {
    this(
        clock,
        ledger,
        deliveries,
        directory,
        policyJson,
        keys,
        chat,
        line,
        surfaces,
        notices,
        pages,
        Optional.empty(),
        Optional.empty());
  }

  /// What a store keeps beside the ledger.
  private record Kept(Retrospectives used, RefusedAttempts refused) {}

  private TestGate(
      SettableClock clock,
      Ledger ledger,
      Deliveries deliveries,
      Directory directory,
      String policyJson,
      KeyRing keys,
      RecordingChat chat,
      Map<Surface, ChatChannel> line,
      Surfaces surfaces,
      OutcomeNotices notices,
      CardRenderer pages,
      Optional<Kept> kept,
      Optional<ActionExecutor> real) {
    this.pages = pages;
    this.hands = real.orElse(executor);
    this.clock = clock;
    this.chat = chat;
    this.ledger = ledger;
    this.deliveries = deliveries;
    this.directory = directory;
    this.ids = new Ulid(clock, new SecureRandom());
    this.keys = keys;
    this.policy = new AtomicReference<>(policy(policyJson));
    this.line = line;
    this.surfaces = surfaces;
    this.notices = notices;
    this.mutes = new RememberedMutes(ledger::now);
    this.retrospectives = new RememberedRetrospectives(ledger);
    this.attachments = new RememberedAttachments(ledger::now, id -> ledger.find(id).isPresent());
    this.refusals = new RememberedRefusals(ledger::now);
    this.stores =
        Stores.of(
            new StorePorts(
                ledger,
                deliveries,
                directory,
                conversations,
                mutes,
                kept.map(Kept::used).orElse(retrospectives),
                attachments,
                agentAlarms,
                kept.map(Kept::refused).orElse(refusals)));
    ApprovalGate gate = gate(stores, ledger::now);
    this.intake = gate.intake();
    this.undos = gate.undos();
    this.edits = gate.edits();
    this.withdrawals = gate.withdrawals();
    this.deadlines = gate.deadlines();
    this.interventions = gate.interventions();
    this.forged = gate.forged();
    this.due = gate.due();
    this.reminders = gate.reminders();
    this.outcomes = gate.outcomes();
    this.changed = gate.changed();
    this.breakGlass = gate.breakGlass();
    this.filing = gate.retrospectives();
    this.glassCommands = gate.glassCommands();
    this.alarms = gate.alarms();
    this.courier = gate.courier();
    this.personal = gate.views();
    this.details = gate.details();
    this.deciders = stores.background().deciders();
    this.reviews = gate.reviews();
    this.exports = gate.exports();
    this.openings = gate.attachments();
    this.queue = gate.queue();
    this.board = gate.board();
    this.marks =
        groups ->
            groups.stream()
                .collect(
                    Collectors.toMap(
                        group -> group,
                        group ->
                            ledger
                                .waiting(
                                    new PersonId("nobody"),
                                    Set.of(group),
                                    WaitingFilter.ALL,
                                    Optional.empty(),
                                    WaitingMarks.MOST_MARKED)
                                .stream()
                                .map(one -> one.id() + "@" + one.deadline())
                                .collect(Collectors.joining(" "))));
    this.homes = gate.homes();
    this.muting = gate.mutes();
    this.batches = gate.batches();
    this.problems = gate.problems();
    this.desk = gate.decisions();
    this.runner = gate.executions();
    this.readBacks = gate.readBacks();
    this.outside = gate.outside();
  }

  /// A deployment that has more than the two chats.
  public static TestGate with(Map<Surface, Offer> more, String policy, String people) {
    SettableClock clock = new SettableClock(START);
    InMemoryLedger ledger = new InMemoryLedger(clock);
    Map<Surface, Offer> all = new EnumMap<>(chats(TEAM).offers());
    all.putAll(more);
    return new TestGate(
        clock,
        ledger,
        ledger,
        directory(people),
        policy,
        TestKeys.RING,
        new RecordingChat(),
        chat -> chat,
        new Surfaces(all));
  }

  /// A deployment with pages, drawn so, for the accounts of that issuer.
  public static TestGate withPages(
      CardRenderer pages, String issuer, String policy, String people) {
    SettableClock clock = new SettableClock(START);
    InMemoryLedger ledger = new InMemoryLedger(clock);
    RecordingChat chat = new RecordingChat();
    Map<Surface, Offer> all = new EnumMap<>(chats(TEAM).offers());
    all.put(Surface.CONSOLE, new Offer(issuer, true, true));
    return new TestGate(
        clock,
        ledger,
        ledger,
        directory(people),
        policy,
        TestKeys.RING,
        chat,
        Map.of(Surface.SLACK, chat),
        new Surfaces(all),
        OutcomeNotices.NONE,
        pages);
  }

  /// The same over any store.
  ///
  /// @param used what was used of break-glass, as that store counts it
  /// @param refused where it keeps what was refused
  public static TestGate withPages(
      CardRenderer pages,
      String issuer,
      Ledger ledger,
      Deliveries deliveries,
      Directory directory,
      KeyRing keys,
      Retrospectives used,
      RefusedAttempts refused) {
    RecordingChat chat = new RecordingChat();
    Map<Surface, Offer> all = new EnumMap<>(chats(TEAM).offers());
    all.put(Surface.CONSOLE, new Offer(issuer, true, true));
    return new TestGate(
        new SettableClock(START),
        ledger,
        deliveries,
        directory,
        ONE_LEAD,
        keys,
        chat,
        Map.of(Surface.SLACK, chat),
        new Surfaces(all),
        OutcomeNotices.NONE,
        pages,
        Optional.of(new Kept(used, refused)),
        Optional.empty());
  }

  /// A gate that acts by real executors, in place of [#executor].
  public static TestGate acting(
      ActionExecutor executors, Ledger ledger, Deliveries deliveries, String policy, KeyRing keys) {
    RecordingChat chat = new RecordingChat();
    return new TestGate(
        new SettableClock(START),
        ledger,
        deliveries,
        directory(),
        policy,
        keys,
        chat,
        Map.of(Surface.SLACK, chat),
        chats(TEAM),
        OutcomeNotices.NONE,
        chat,
        Optional.empty(),
        Optional.of(executors));
  }

  /// A deployment with pages that acts by real executors, in place of [#executor]; over a ledger
  /// that other gates may have too.
  public static TestGate actingWithPages(
      ActionExecutor executors,
      CardRenderer pages,
      String issuer,
      SettableClock clock,
      InMemoryLedger ledger,
      String policy,
      String people) {
    RecordingChat chat = new RecordingChat();
    Map<Surface, Offer> all = new EnumMap<>(chats(TEAM).offers());
    all.put(Surface.CONSOLE, new Offer(issuer, true, true));
    return new TestGate(
        clock,
        ledger,
        ledger,
        directory(people),
        policy,
        TestKeys.RING,
        chat,
        Map.of(Surface.SLACK, chat),
        new Surfaces(all),
        OutcomeNotices.NONE,
        pages,
        Optional.empty(),
        Optional.of(executors));
  }

  private static Surfaces chats(String team) {
    return Surfaces.ofChats(Map.of(Surface.SLACK, team, Surface.TEAMS, TENANT));
  }

  private ApprovalGate gate(Stores stores, InstantSource ledgerClock) {
    return gate(stores, ledgerClock, glass(Duration.ZERO, Set.of(ALARMS)));
  }

  private static GlassRule glass(Duration startAfter, Set<ChatAddress> alarms) {
    return new GlassRule(3, 3, startAfter, alarms);
  }

  private ApprovalGate gate(Stores stores, InstantSource ledgerClock, GlassRule glass) {
    return ApprovalGate.over(
        new Ports(
            stores,
            new Signing(keys, issuer, epoch::get),
            new Rules(
                policy::get, DomainList.of(List.of("inside.example")), IntakeLimits.DEFAULT, glass),
            new ChatPorts(
                surfaces,
                Map.of(
                    Surface.SLACK,
                    chat,
                    Surface.TEAMS,
                    card -> inTeams(chat.render(card)),
                    Surface.CONSOLE,
                    pages),
                line,
                notices,
                surfaces.pages().isEmpty() ? Optional.empty() : Optional.of(CONSOLE)),
            new ExecutionPorts(
                hands,
                new Patience(Duration.ofMinutes(1), clock::nanos, clock::advance),
                keptOutcomes),
            ledgerClock,
            new SecureRandom(),
            _ -> woken.incrementAndGet(),
            GRACE,
            new Metrics(
                decisionMetrics(),
                (surface, sent) -> cardsSent.add(sent.getClass().getSimpleName()),
                executionMetrics(),
                refusedGlass::add)));
  }

  /// What records outcomes that come late.
  public LateOutcomes lateOutcomes() {
    return gate(stores, ledger::now).lateOutcomes();
  }

  /// A runner of this gate's keys over another gate's ledger.
  public ExecutionRunner runnerOn(TestGate other) {
    return gate(other.stores, other.ledger::now).executions();
  }

  /// This gate once more, where what was approved by break-glass waits so long before it starts.
  public ApprovalGate startingGlassAfter(Duration wait) {
    return gate(stores, ledger::now, glass(wait, Set.of(ALARMS)));
  }

  /// This gate once more, where no settings say in which channels operators are told of
  /// break-glass.
  public ApprovalGate tellingNobody() {
    return gate(stores, ledger::now, glass(Duration.ZERO, Set.of()));
  }

  /// What executors outside ask of a gate with this gate's keys, over another gate's ledger.
  public OutsideExecutions outsideOn(TestGate other) {
    return gate(other.stores, other.ledger::now).outside();
  }

  /// A runner whose worker is put to sleep right after each redemption is committed.
  public ExecutionRunner runnerThatSleepsBeforeSending(Duration sleep) {
    return gate(
            stores,
            () -> {
              clock.advance(sleep);
              return ledger.now();
            })
        .executions();
  }

  private DecisionMetrics decisionMetrics() {
    return new DecisionMetrics() {
      @Override
      public void voted(Surface surface, Decision decision) {
        presses.add(WireName.of(decision));
      }

      @Override
      public void approvedFast(RiskLevel risk) {
        fastApprovals.add(risk);
      }

      @Override
      public void notCounted(Surface surface, String code) {
        presses.add(code);
      }
    };
  }

  private ExecutionMetrics executionMetrics() {
    return new ExecutionMetrics() {
      @Override
      public void ended(String connection, ExecutionEnd end, Duration took) {
        executions.add(WireName.of(end));
      }

      @Override
      public void putOff(String connection, String code) {
        executions.add(code);
      }

      @Override
      public void readBack(String connection, ReadBackFinding finding) {
        executions.add(WireName.of(finding));
      }
    };
  }

  private RenderedCard inTeams(RenderedCard card) {
    boolean whole = teamsShowsAll.get();
    return new RenderedCard(card.body(), card.digest(), whole, whole ? card.asks() : Set.of());
  }

  public static Directory directory() {
    return directory(PEOPLE);
  }

  public static Directory directory(String people) {
    return new PeopleDirectory(people(people));
  }

  /// For a store that is to know the people whom [#directory] knows.
  public static People people() {
    return people(PEOPLE);
  }

  public static People people(String people) {
    return switch (PeopleReader.read(json(people))) {
      case PeopleReading.Read(var read) -> read;
      case PeopleReading.Unreadable(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  public static Policy policy(String json) {
    return switch (PolicyReader.read(json(json), Digest.of(json))) {
      case PolicyReading.Read(var policy) -> policy;
      case PolicyReading.Unreadable(var problems) -> throw new AssertionError(problems.toString());
    };
  }

  /// lena, marc and nina are support leads; otto owns the agent and is one too; pia is in finance;
  /// quin is nobody's; tess and theo have Teams only; vera's account is in another workspace.
  public static final String PEOPLE =
      """
      {"people":[
        {"id":"lena","name":"Lena Lead","functions":["support"],"accounts":{"slack":{"team":"T01","user":"ULENA"}}},
        {"id":"marc","name":"Marc Lead","functions":["support"],"accounts":{"slack":{"team":"T01","user":"UMARC"}}},
        {"id":"nina","name":"Nina Lead","functions":["support","finance"],"accounts":{"slack":{"team":"T01","user":"UNINA"}}},
        {"id":"otto","name":"Otto Owner","functions":["support"],"accounts":{"slack":{"team":"T01","user":"UOTTO"}}},
        {"id":"pia","name":"Pia Purse","functions":["finance"],"accounts":{"slack":{"team":"T01","user":"UPIA"}}},
        {"id":"tess","name":"Tess Teams","functions":[],"accounts":{"teams":{"tenant":"8f0b6d52-3c1e-4a77-9d0e-5b2f7a1c4e36","aad_object_id":"5f1d3c88-0000-4000-8000-00000000007e"}}},
        {"id":"theo","name":"Theo Teams","functions":[],"accounts":{"teams":{"tenant":"8f0b6d52-3c1e-4a77-9d0e-5b2f7a1c4e36","aad_object_id":"5f1d3c88-0000-4000-8000-00000000007f"}}},
        {"id":"vera","name":"Vera Visitor","functions":[],"accounts":{"slack":{"team":"T99","user":"UVERA"}}},
        {"id":"reviewer-7","name":"Rhea Requester","functions":[],"accounts":{"slack":{"team":"T01","user":"URHEA"}}},
        {"id":"quin","name":"Quin Quiet","functions":[],"accounts":{}}],
       "groups":{
        "support-leads":{"members":["lena","marc","nina","otto"],"slack_channel":"C01"},
        "finance":{"members":["pia","nina"],"slack_channel":"C02"},
        "teams-only":{"members":["tess"],"teams_channel":"19:teams-only@thread.tacv2"},
        "mixed":{"members":["lena","marc","tess"],"slack_channel":"C06","teams_channel":"19:mixed@thread.tacv2"},
        "direct":{"members":["tess","theo"],"teams_direct":true},
        "nina-only":{"members":["nina"],"slack_channel":"C07"},
        "astray":{"members":["vera"],"slack_channel":"C04"},
        "silent":{"members":["quin"],"slack_channel":"C03"},
        "elsewhere":{"members":["lena","marc"],"teams_channel":"19:elsewhere@thread.tacv2"},
        "nowhere":{"members":["lena"]},
        "unreached":{"members":["lena"],"teams_direct":true}},
       "agents":{
        "support-bot":{"owner":"otto","key":"ck_test_supportbot1","may_propose":["api_call","message","record_change","tool_call"]},
        "other-bot":{"owner":"marc","key":"ck_test_otherbot001","may_propose":["message"]}}}
      """;

  public static JsonObject json(String text) {
    return (JsonObject) CanonicalJson.parse(text.getBytes(StandardCharsets.UTF_8));
  }

  public Agent agent() {
    return directory.agent(new AgentId("support-bot")).orElseThrow();
  }

  /// What a retrospective of break-glass may say.
  public static final Map<RetrospectiveQuestion, String> ANSWERS =
      Map.of(
          RetrospectiveQuestion.JUSTIFICATION, "Refunds hung for an hour.",
          RetrospectiveQuestion.IMPACT, "One customer got EUR 42.50.",
          RetrospectiveQuestion.NORMAL_WAY, "Not with both leads away.",
          RetrospectiveQuestion.CHANGES, "A third lead is on call.");

  /// The retrospective of this use of break-glass is filed.
  public RetrospectiveDesk.Told file(AccountId by, ProposalId id) {
    return filing.file(by, id.value(), ANSWERS);
  }

  /// Whatever else waits.
  public ProposalId propose() {
    return propose(body("{\"anew\":true}"));
  }

  public ProposalId propose(byte[] body) {
    IntakeResult result = intake.submit(agent(), body, Optional.empty());
    assertThat(result).isInstanceOf(IntakeResult.Recorded.class);
    return ((IntakeResult.Recorded) result).id();
  }

  /// The refund sample with some members set otherwise.
  public static byte[] body(String changes) {
    JsonObject body = (JsonObject) CanonicalJson.parse(SampleProposals.refundBody());
    // The sample's own deadline is a day in this test's past or future, whichever comes first.
    var members = new java.util.LinkedHashMap<>(body.members());
    members.remove("expires_at");
    members.putAll(json(changes).members());
    return CanonicalJson.bytes(new JsonObject(members));
  }

  /// Proposes, and lets the card arrive.
  public ProposalId ask() {
    ProposalId id = propose();
    showCards();
    return id;
  }

  /// Buttons and grants from before are dead.
  public void beginEpoch() {
    clock.advance(Duration.ofSeconds(1));
    epoch.set(clock.instant());
  }

  public void showCards() {
    work(DeliveryKind.SHOW_CARD);
  }

  public void remind() {
    work(DeliveryKind.REMIND);
  }

  public void ring() {
    work(DeliveryKind.RING);
  }

  public void execute() {
    work(DeliveryKind.EXECUTE);
  }

  /// Works off everything that is due, as often as it becomes due.
  public void work(DeliveryKind kind) {
    for (int rounds = 0; rounds < 20; rounds++) {
      List<Delivery> due = deliveries.claim(kind, 100, Duration.ofMinutes(1));
      if (due.isEmpty()) {
        return;
      }
      due.forEach(
          switch (kind) {
            case SHOW_CARD -> courier::deliver;
            case REMIND -> reminders::deliver;
            case RING -> reminders::ring;
            case TELL -> outcomes::deliver;
            case ALARM -> alarms::deliver;
            case ASK_ANEW -> changed::deliver;
            case READ_BACK -> readBacks::deliver;
            case EXECUTE -> runner::run;
          });
    }
    throw new AssertionError("deliveries do not come to rest");
  }

  /// With what the decision asks for filled in.
  public ClickAnswer press(String user, Decision decision) {
    return press(user, decision, inputs(decision));
  }

  public ClickAnswer press(String user, Decision decision, Inputs inputs) {
    return desk.decide(click(user, chat.messages().getLast(), decision, inputs));
  }

  /// What the gate puts into a form that it shows, such as that of `edit`.
  public String formSeal(String form, AccountId shown, ProposalId id) {
    return new ButtonSeals(keys.evidence(), ledger::now)
        .of(new ButtonSeals.Meant("form " + form, id.value(), shown), Duration.ofHours(1));
  }

  /// What the form of a decision asks for, and no more.
  public static Inputs inputs(Decision decision) {
    return switch (decision) {
      case REJECT -> new Inputs(Optional.of("against_policy"), Optional.empty());
      case RETURN -> new Inputs(Optional.empty(), Optional.of("Half of it, please."));
      case APPROVE -> Inputs.NONE;
    };
  }

  /// A press on the button of a form that decides nothing.
  public FormPress formPress(String user, ProposalId id) {
    RecordingChat.Message card = chat.messages().getLast();
    return new FormPress(
        new AccountId(Surface.SLACK, TEAM, user),
        id.value(),
        card.address(),
        card.id(),
        Digest.of("form press of " + user));
  }

  public static Click click(String user, RecordingChat.Message message, Decision decision) {
    return click(user, message, decision, inputs(decision));
  }

  public static Click click(
      String user, RecordingChat.Message message, Decision decision, Inputs inputs) {
    return new Click(
        new AccountId(Surface.SLACK, TEAM, user),
        message.address(),
        message.id(),
        Optional.ofNullable(message.tokens().get(decision))
            .orElseThrow(() -> new AssertionError("the card has no such button")),
        inputs,
        Digest.of("callback of " + user));
  }

  public RequestRecord record(ProposalId id) {
    return ledger.find(id).orElseThrow();
  }

  public RequestState state(ProposalId id) {
    return record(id).request().state();
  }

  public List<String> audit(ProposalId id) {
    return ledger.audit(id).stream().map(entry -> entry.document().text("type")).toList();
  }

  public List<JsonObject> audit(ProposalId id, EntryType type) {
    return ledger.audit(id).stream()
        .map(AuditEntry::document)
        .filter(entry -> entry.text("type").equals(WireName.of(type)))
        .toList();
  }

  public static Predicate<String> is(EntryType type) {
    return WireName.of(type)::equals;
  }
}
