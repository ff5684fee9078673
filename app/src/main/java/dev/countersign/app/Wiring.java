package dev.countersign.app;

import dev.countersign.app.config.Configuration;
import dev.countersign.app.config.DatabaseConfig;
import dev.countersign.app.config.WorkersConfig;
import dev.countersign.app.http.AgentApi;
import dev.countersign.app.http.Changes;
import dev.countersign.app.http.ChatDoor;
import dev.countersign.app.http.Desks;
import dev.countersign.app.http.ExecutorAccess;
import dev.countersign.app.http.HttpSettings;
import dev.countersign.app.http.ManagementServer;
import dev.countersign.app.http.Mount;
import dev.countersign.app.http.ReadinessCheck;
import dev.countersign.app.http.Scope;
import dev.countersign.app.http.StaticPage;
import dev.countersign.app.http.StoredAgentKeys;
import dev.countersign.app.http.StoredKey;
import dev.countersign.app.metrics.BacklogMetrics;
import dev.countersign.app.metrics.BreakGlassMetrics;
import dev.countersign.app.metrics.ChatMetrics;
import dev.countersign.app.metrics.GateMetrics;
import dev.countersign.app.metrics.PoolMetrics;
import dev.countersign.app.metrics.VersionMetrics;
import dev.countersign.app.version.VersionFiles;
import dev.countersign.app.worker.DeliveriesWhile;
import dev.countersign.app.worker.DeliveryWorker;
import dev.countersign.app.worker.Ticker;
import dev.countersign.app.worker.WorkerWakeUp;
import dev.countersign.audit.ChainLinks;
import dev.countersign.breakglass.Drills;
import dev.countersign.breakglass.GlassDrill;
import dev.countersign.card.ChatDesks;
import dev.countersign.card.ConsoleAddress;
import dev.countersign.console.Console;
import dev.countersign.console.ConsoleDesks;
import dev.countersign.courier.PlaceLooks;
import dev.countersign.courier.Searches;
import dev.countersign.decision.UnknownQueue;
import dev.countersign.decision.UnknownSheets;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.execution.KeptOutcomes;
import dev.countersign.executors.credential.ProcessCredentials;
import dev.countersign.freezing.AlarmFreezing;
import dev.countersign.freezing.FreezingDesk;
import dev.countersign.gate.ApprovalGate;
import dev.countersign.gate.ChatPorts;
import dev.countersign.grant.RecordProof;
import dev.countersign.json.WireName;
import dev.countersign.ledger.AccountLinks;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.DeployedVersion;
import dev.countersign.ledger.LedgerClock;
import dev.countersign.linking.LinkingDesk;
import dev.countersign.people.Surface;
import dev.countersign.people.Surfaces;
import dev.countersign.proposal.Ulid;
import dev.countersign.store.PostgresStore;
import dev.countersign.store.StoreConfig;
import dev.countersign.stronger.Stronger;
import dev.countersign.token.ButtonSeals;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.Servlet;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every object of the gate, made by hand in the order of the flow: this is the map.
final class Wiring implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Wiring.class);

  /// How often it is counted what waits and what was put aside.
  private static final Duration BACKLOG_LOOKED_AT = Duration.ofSeconds(15);

  /// How often it is looked whether the policy freezes an agent.
  private static final Duration AGENT_ALARMS_LOOKED_AT = Duration.ofSeconds(2);

  /// How often the chats are asked whether they take this gate.
  private static final Duration CHATS_ASKED = Duration.ofSeconds(30);

  /// How often one card is tried of each place that takes none, and so many places at once; that is
  /// how long a mended place may still show nothing.
  private static final Duration ATTACHMENTS_LOOKED_AT = Duration.ofMinutes(10);

  private static final Duration PLACES_TRIED = Duration.ofSeconds(20);

  /// How often outcome files are tried again.
  private static final Duration LATE_OUTCOMES = Duration.ofSeconds(5);

  private static final int MOST_PLACES_TRIED = 100;

  /// How often a replica that has nothing to do looks whether another version is in force.
  private static final Duration VERSIONS = Duration.ofSeconds(5);

  /// How often the files here are looked at where they are watched.
  private static final Duration WATCHED = Duration.ofSeconds(2);

  final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  final GateMetrics metrics = new GateMetrics(registry);
  final WorkerWakeUp wakeUp = new WorkerWakeUp();
  final Changes changes = Changes.create();

  // The ground: three pools to one store, and one clock.
  final StorePool decisions;
  final StorePool agents;
  final StorePool background;
  final LedgerClock clock;

  // Fit: the files that all replicas have.
  final Ticker versions;
  final Ticker watch;

  // The edges that the core speaks through: target systems, with the gate, and chats.
  final Chats chats;

  // The pages, where this deployment has them.
  final Optional<Console> console;

  // The core, with the version in force.
  final GateInForce gate;

  // The workers: cards brought up to the committed state, people reminded and called, told how it
  // ended, approved actions executed.
  final DeliveryWorker cards;
  final DeliveryWorker reminders;
  final DeliveryWorker rings;
  final DeliveryWorker outcomes;
  final DeliveryWorker alarms;
  final DeliveryWorker changed;
  final DeliveryWorker readBacks;
  final DeliveryWorker executions;

  // What targets answered while the database took nothing.
  private final Optional<OutcomeFolder> outcomeFiles;
  final Ticker late;

  // What time asks for: remind, escalate, expire.
  final Ticker due;

  // What people are told without having asked.
  final News news;

  // Told: what waits and what was put aside, which files are in force, which chat is down.
  final BacklogMetrics backlog;
  final BreakGlassMetrics glass;
  final VersionMetrics inForce;
  final Ticker counts;
  final Ticker chatWatch;
  private final Ticker agentAlarms;
  final Ticker attachments;
  final Ticker places;

  // The doors.
  final AgentApi api;
  final ChatDoor chatDoor;
  private final ChatDesks desks;
  final ManagementServer management;
  private final Duration lameDuck;
  private volatile boolean started;
  private volatile boolean stopping;

  Wiring(Configuration configuration, Startup startup) {
    lameDuck = configuration.server().lameDuck();
    DatabaseConfig database = configuration.database();
    decisions = pool(database, database.decisionConnections(), startup);
    agents = pool(database, database.agentConnections(), startup);
    background = pool(database, database.workerConnections(), startup);
    clock = new LedgerClock(decisions.ports().ledger(), System::nanoTime);
    SecureRandom random = new SecureRandom();
    SeenPosition position =
        new SeenPosition(configuration.files().keys(), background.store().recovery());
    NumberedFiles inForceNow = checked(configuration, startup, position);

    chats =
        new Chats(
            configuration,
            background.ports().deciders(),
            background.ports().conversations(),
            random,
            metrics);
    console =
        configuration
            .console()
            .map(pages -> new Console(pages, random, InstantSource.system(), System::nanoTime));
    WorkersConfig workers = configuration.workers();
    outcomeFiles = outcomeFiles(configuration, startup);
    VersionOpening opening =
        new VersionOpening(
            configuration,
            new VersionOpening.Ground(decisions, agents, background, clock),
            startup.keys(),
            surfaces(configuration, chats),
            wakeUp,
            random,
            metrics,
            outcomeFiles.<KeptOutcomes>map(folder -> folder).orElse(KeptOutcomes.NONE));
    ServedVersion first = opening.first(inForceNow);
    gate = new GateInForce(background.store().versions(), first, opening::after, opening::told);
    // What rests on no version works with any gate.
    ApprovalGate core = first.gate();

    cards =
        new DeliveryWorker(
            DeliveryKind.SHOW_CARD,
            background.store().deliveries(),
            core.courier()::deliver,
            settings(workers, workers.cards().pool()),
            metrics,
            random);
    wakeUp.to(cards);

    // Beside cards, and fewer at a time.
    DeliveryWorker.Settings beside =
        settings(
            workers,
            new WorkersConfig.Pool(
                WorkersConfig.REMINDERS_IN_FLIGHT, workers.cards().pool().lease()));

    // Not woken by commits: a reminder may come a moment later.
    reminders =
        new DeliveryWorker(
            DeliveryKind.REMIND,
            background.store().deliveries(),
            core.reminders()::deliver,
            beside,
            metrics,
            random);

    rings =
        new DeliveryWorker(
            DeliveryKind.RING,
            background.store().deliveries(),
            core.reminders()::ring,
            beside,
            metrics,
            random);
    wakeUp.to(rings);

    // Not woken by commits, either.
    outcomes =
        new DeliveryWorker(
            DeliveryKind.TELL,
            background.store().deliveries(),
            core.outcomes()::deliver,
            beside,
            metrics,
            random);

    alarms =
        new DeliveryWorker(
            DeliveryKind.ALARM,
            background.store().deliveries(),
            core.alarms()::deliver,
            beside,
            metrics,
            random);
    wakeUp.to(alarms);

    // Not where this replica may not judge, as with executions.
    changed =
        new DeliveryWorker(
            DeliveryKind.ASK_ANEW,
            background.store().deliveries(),
            gate::askAnew,
            beside,
            metrics,
            random);
    wakeUp.to(changed);

    // Over the connections of the version in force, as with executions.
    readBacks =
        new DeliveryWorker(
            DeliveryKind.READ_BACK,
            background.store().deliveries(),
            gate::readBack,
            beside,
            metrics,
            random);
    wakeUp.to(readBacks);

    executions =
        new DeliveryWorker(
            DeliveryKind.EXECUTE,
            new DeliveriesWhile(
                background.store().deliveries(),
                gate::isCurrent,
                () -> {
                  gate.look();
                  return gate.isCurrent();
                }),
            gate::execute,
            settings(workers, workers.executions()),
            metrics,
            random);
    wakeUp.to(executions);

    inForce =
        new VersionMetrics(
            registry,
            BuildVersion.text(),
            () -> {
              DeployedVersion served = gate.served().version().files().version();
              return Map.of("policy", served.policy(), "connections", served.connections());
            },
            background.ports().directory()::version,
            () -> !gate.isCurrent());
    versions =
        new Ticker(
            "versions",
            VERSIONS,
            () -> {
              gate.look();
              inForce.look();
              position.look();
            },
            metrics,
            random);

    WatchedFiles watched =
        new WatchedFiles(
            configuration,
            startup.files().version(),
            background.store().versions(),
            background.store()::people,
            ProcessCredentials.ofThisProcess(configuration.files().programs()));
    inForce.watched(watched::isWaiting);
    watch =
        new Ticker(
            "watch",
            WATCHED,
            () -> {
              if (configuration.deploy().watch() && watched.look()) {
                gate.look();
              }
            },
            metrics,
            random);

    due =
        new Ticker("due", workers.expiry(), () -> metrics.swept(core.due().run()), metrics, random);

    ButtonSeals seals = new ButtonSeals(startup.keys().evidence(), clock);
    news =
        new News(
            configuration.notices(),
            background.store(),
            core,
            chats.ports(),
            seals,
            metrics,
            random);

    backlog =
        new BacklogMetrics(
            registry,
            background.store().backlog(),
            () -> background.store().freezes().now().inForce().size());
    glass = new BreakGlassMetrics(registry, background.store().retrospectives());
    counts =
        new Ticker(
            "backlog",
            BACKLOG_LOOKED_AT,
            () -> {
              backlog.look();
              glass.look();
            },
            metrics,
            random);
    PoolMetrics pools = new PoolMetrics(registry);
    pools.database("decisions", decisions.store()::use);
    pools.database("agents", agents.store()::use);
    pools.database("workers", background.store()::use);
    pools.worker(
        WireName.of(DeliveryKind.SHOW_CARD), cards::running, workers.cards().pool().inFlight());
    pools.worker(
        WireName.of(DeliveryKind.REMIND), reminders::running, WorkersConfig.REMINDERS_IN_FLIGHT);
    pools.worker(WireName.of(DeliveryKind.RING), rings::running, WorkersConfig.REMINDERS_IN_FLIGHT);
    pools.worker(
        WireName.of(DeliveryKind.TELL), outcomes::running, WorkersConfig.REMINDERS_IN_FLIGHT);
    pools.worker(
        WireName.of(DeliveryKind.ALARM), alarms::running, WorkersConfig.REMINDERS_IN_FLIGHT);
    pools.worker(
        WireName.of(DeliveryKind.ASK_ANEW), changed::running, WorkersConfig.REMINDERS_IN_FLIGHT);
    pools.worker(
        WireName.of(DeliveryKind.READ_BACK), readBacks::running, WorkersConfig.REMINDERS_IN_FLIGHT);
    pools.worker(
        WireName.of(DeliveryKind.EXECUTE), executions::running, workers.executions().inFlight());
    ChatMetrics.register(registry, chats.connected(), chats.watch()::isDown);
    places =
        new Ticker(
            "places",
            PLACES_TRIED,
            () -> background.store().deliveries().probe(PLACES_TRIED, MOST_PLACES_TRIED),
            metrics,
            random);
    late = new Ticker("outcome-files", LATE_OUTCOMES, this::recordLate, metrics, random);
    attachments =
        new Ticker(
            "attachments",
            ATTACHMENTS_LOOKED_AT,
            () -> background.store().attachments().forget(),
            metrics,
            random);
    chatWatch = new Ticker("chats", CHATS_ASKED, chats.watch()::look, metrics, random);
    agentAlarms =
        new Ticker(
            "agent-alarms",
            AGENT_ALARMS_LOOKED_AT,
            new AlarmFreezing(
                    background.store().agentAlarms(),
                    () -> gate.served().version().files().policy())
                ::look,
            metrics,
            random);

    api =
        new AgentApi(
            HttpSettings.at(
                    configuration.server().host(),
                    configuration.server().port(),
                    configuration.server().publicUrl())
                .admitting(
                    configuration.http().agentBurst(), configuration.http().agentPerSecond()),
            new StoredAgentKeys(
                agents.ports().directory(), keysIn(agents.store()), agents.store()::secretHashes),
            new Desks(
                gate,
                gate,
                core.withdrawals(),
                agents.ports().ledger(),
                agents.store().unknownEnds(),
                agents.store().followUps(),
                agents.ports().directory(),
                agents.store().quarantine(),
                agents.store().attachments(),
                startup.keys()::publicKeys,
                new ExecutorAccess(
                    gate,
                    executor -> gate.served().executors().keysOf(executor),
                    executor -> gate.inForce().executors().keysOf(executor),
                    agents.store()::takeNonce)),
            changes,
            registry,
            clock,
            List.of());
    FreezingDesk freezing =
        new FreezingDesk(
            background.store().freezes(),
            () -> gate.served().version().files().freezeTargets(configuration.deployedIn()),
            seals);
    desks =
        new ChatDesks(
            gate,
            core.views(),
            gate,
            core.homes(),
            core.batches(),
            core.deadlines(),
            core.problems(),
            gate,
            new InterventionsInForce(gate),
            gate,
            new LinkingDesk(
                links(configuration, startup),
                background.ports().directory(),
                () -> looseningNeedsTwo(configuration),
                new Ulid(clock, random),
                random,
                seals),
            core.mutes(),
            new PlaceLooks(
                background.ports().deliveries(),
                background.ports().directory(),
                clock,
                news::moved),
            freezing,
            core.glassCommands(),
            new UnknownSheets(
                new UnknownQueue(
                    background.store().unknownEnds(),
                    background.ports().ledger(),
                    background.ports().directory(),
                    seals),
                new InterventionsInForce(gate),
                background.ports().directory()),
            core.forged());
    chatDoor =
        new ChatDoor(
            configuration.server().host(),
            configuration.server().chatPort(),
            registry,
            mounts(chats, desks, pages(configuration, core, startup.keys().evidence(), freezing)));
    management =
        new ManagementServer(
            configuration.server().managementHost(),
            configuration.server().managementPort(),
            List.of(
                ReadinessCheck.ledger(decisions.ports().ledger()),
                ReadinessCheck.schema(background.store()::requireFit),
                ReadinessCheck.recovery(decisions.store().recovery()),
                ReadinessCheck.keys(startup::keys),
                new ReadinessCheck("version", gate::isCurrent),
                new ReadinessCheck("serving", () -> !stopping)),
            chats.watch()::down,
            registry);
  }

  /// Whatever is refused here, no connection stays open.
  private NumberedFiles checked(
      Configuration configuration, Startup startup, SeenPosition position) {
    try {
      background.store().requireFit();
      NumberedFiles inForceNow = ReplicaCheck.join(configuration, startup, background.store());
      position.look();
      if (configuration.people().importOnStart()) {
        DatabaseConfig database = configuration.database();
        try (PostgresStore importer = open(database, database.importer(), 1, startup)) {
          ReplicaCheck.importPeople(configuration, startup, importer);
        }
      }
      return inForceNow;
    } catch (RuntimeException e) {
      background.store().close();
      agents.store().close();
      decisions.store().close();
      throw e;
    }
  }

  private AccountLinks links(Configuration configuration, Startup startup) {
    DatabaseConfig database = configuration.database();
    AccountLinks own = background.store().links();
    return database.importer().user().equals(database.user())
        ? own
        : new RoleOfLinks(
            own,
            () -> open(database, database.importer(), 1, startup).goingOnFrom(background.store()));
  }

  private Optional<OutcomeFolder> outcomeFiles(Configuration configuration, Startup startup) {
    Optional<OutcomeFolder> folder =
        configuration
            .files()
            .outcomes()
            .map(path ->
                OutcomeFolder.at(
                    path,
                    startup.keys().evidence(),
                    became -> metrics.outcomeFile(WireName.of(became))));
    folder.ifPresentOrElse(
        files -> metrics.outcomeFiles(files::waiting),
        () ->
            log.warn(
                "files.outcomes names no folder: what a target answers while the database is away"
                    + " is lost when this process ends"));
    return folder;
  }

  private void recordLate() {
    outcomeFiles.ifPresent(
        files -> files.look(outcome -> gate.with(core -> core.lateOutcomes().record(outcome))));
  }

  /// Before a worker finds an attempt without an end and calls it lost.
  private void recordLateFirst() {
    try {
      recordLate();
    } catch (RuntimeException e) {
      log.warn("outcome files are tried again later: {}", e.toString());
    }
  }

  private boolean looseningNeedsTwo(Configuration configuration) {
    gate.look();
    return VersionFiles.looseningNeedsTwo(
        Optional.of(gate.served().version().files()), configuration.deploy());
  }

  private StorePool pool(DatabaseConfig database, int connections, Startup startup) {
    return StorePool.over(open(database, connections, startup), changes, wakeUp);
  }

  private static Function<String, Optional<StoredKey>> keysIn(PostgresStore store) {
    return key ->
        store
            .key(key)
            .flatMap(stored ->
                stored
                    .secretHash()
                    .map(hash -> new StoredKey(hash, scopes(stored.scopes()), stored.imported())));
  }

  private static Set<Scope> scopes(Set<String> stored) {
    return Arrays.stream(Scope.values())
        .filter(scope -> stored.contains(WireName.of(scope)))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static PostgresStore open(DatabaseConfig database, int connections, Startup startup) {
    DatabaseConfig.Login own = new DatabaseConfig.Login(database.user(), database.password());
    return open(database, own, connections, startup);
  }

  private static PostgresStore open(
      DatabaseConfig database, DatabaseConfig.Login login, int connections, Startup startup) {
    return PostgresStore.open(
        new StoreConfig(
            database.url(),
            login.user(),
            login.password().reveal(),
            connections,
            database.acquire(),
            database.lock(),
            database.statement()),
        startup.keys().evidence());
  }

  private static DeliveryWorker.Settings settings(WorkersConfig workers, WorkersConfig.Pool pool) {
    return new DeliveryWorker.Settings(
        pool.inFlight(), pool.lease(), workers.poll(), workers.drain());
  }

  /// Workers first, then the doors: whoever comes in finds everything at work, and whoever reads
  /// metrics finds what waits.
  void start() {
    inForce.look();
    backlog.look();
    glass.look();
    cards.start();
    reminders.start();
    rings.start();
    outcomes.start();
    alarms.start();
    changed.start();
    readBacks.start();
    recordLateFirst();
    late.start();
    executions.start();
    due.start();
    news.start();
    versions.start();
    watch.start();
    counts.start();
    places.start();
    attachments.start();
    agentAlarms.start();
    management.start();
    chatDoor.start();
    chats.listen(desks);
    api.start();
    started = true;
  }

  /// What the chats call, and the pages: those that their apps name, and those of the console.
  private static List<Mount> mounts(Chats chats, ChatDesks desks, List<Mount> console) {
    List<Mount> mounts = new ArrayList<>(chats.mounts(desks));
    StaticPage.all().forEach(page -> mounts.add(page.mount()));
    mounts.addAll(console);
    return mounts;
  }

  private Drills drills(Configuration configuration, EvidenceKeys keys) {
    return new Drills(
        configuration.drill(),
        background.ports().directory(),
        background.store().passkeys(),
        GlassDrill.proven(
            background.store().retrospectives(),
            background.ports().ledger(),
            new RecordProof(ChainLinks.under(keys))),
        background.store().freezes(),
        clock);
  }

  private List<Mount> pages(
      Configuration configuration, ApprovalGate core, EvidenceKeys keys, FreezingDesk freezing) {
    return console.stream()
        .flatMap(pages -> {
          Map<String, Servlet> servlets =
              pages.mounts(
                  new ConsoleDesks(
                      gate,
                      gate,
                      gate,
                      background.store().waitingMarks(),
                      new Searches(
                          background.store().search(),
                          background.ports().ledger(),
                          background.ports().directory()),
                      core.homes(),
                      new UnknownQueue(
                          background.store().unknownEnds(),
                          background.ports().ledger(),
                          background.ports().directory(),
                          new ButtonSeals(keys, clock)),
                      new InterventionsInForce(gate),
                      core.exports(),
                      core.attachments(),
                      background.store().requestLines(),
                      decisions.ports().directory(),
                      background.store().signIns(),
                      new BreakGlassInForce(gate),
                      core.retrospectives(),
                      new Stronger(
                          decisions.store().passkeys(),
                          decisions.ports().directory(),
                          pages.assertions(),
                          keys,
                          clock,
                          pages.passkeyCooling(),
                          new SecureRandom(),
                          decisions.store().refusedAttempts(),
                          metrics),
                      freezing,
                      drills(configuration, keys),
                      desks.links(),
                      DeploymentOverviews.of(
                          configuration,
                          pages,
                          gate,
                          background.store(),
                          background.ports().directory(),
                          clock)));
          return servlets.entrySet().stream()
              .map(one -> new Mount(one.getKey(), one.getValue(), List.of()));
        })
        .toList();
  }

  /// The chats, and the console where there is one: it shows every action in full, and takes
  /// passkeys.
  private static ChatPorts surfaces(Configuration configuration, Chats chats) {
    return configuration
        .console()
        .map(pages ->
            chats
                .ports()
                .withPages(
                    Surface.CONSOLE,
                    new Surfaces.Offer(pages.issuer(), true, true),
                    Console.renderer(),
                    new ConsoleAddress(pages.address())))
        .orElseGet(chats::ports);
  }

  /// First the gate only says that it is not ready, and whoever balances the load looks elsewhere.
  /// Then no more work comes in, what runs ends and is recorded, and only then is the ground taken
  /// away. No part keeps another from closing.
  @Override
  public void close() {
    stopping = true;
    if (started) {
      lameDuck();
    }
    List<Stopping.Part> parts = new ArrayList<>(news.parts());
    parts.addAll(
        List.of(
            Stopping.part("the door of agents", api),
            Stopping.part("the door of chats", chatDoor),
            Stopping.part("the pages that look", () -> console.ifPresent(Console::endStreams)),
            Stopping.part("the connections to chats", chats::stopListening),
            Stopping.part("the executions", executions, executions.closesWithin()),
            Stopping.part("the cards", cards, cards.closesWithin()),
            Stopping.part("the reminders", reminders, reminders.closesWithin()),
            Stopping.part("the calls", rings, rings.closesWithin()),
            Stopping.part("the outcomes", outcomes, outcomes.closesWithin()),
            Stopping.part("the alarms", alarms, alarms.closesWithin()),
            Stopping.part("the changed records", changed, changed.closesWithin()),
            Stopping.part("the looks at targets", readBacks, readBacks.closesWithin()),
            Stopping.part("the outcome files", late),
            Stopping.part("the clock", due),
            Stopping.part("the watch over versions", versions),
            Stopping.part("the watch over files", watch),
            Stopping.part("the watch over what waits", counts),
            Stopping.part("the watch over places", places),
            Stopping.part("the watch over attachments", attachments),
            Stopping.part("the watch over chats", chatWatch),
            Stopping.part("the alarms of agents", agentAlarms)));
    // Side by side, so that a request that hangs takes no time from the workers' last commits.
    Stopping.sideBySide(parts);
    Stopping.inOrder(
        List.of(
            Stopping.part("the chats", chats),
            Stopping.part("the console", () -> console.ifPresent(Console::close)),
            Stopping.part("the management", management),
            Stopping.part("the workers' connections", background.store()),
            Stopping.part("the agents' connections", agents.store()),
            Stopping.part("the decisions' connections", decisions.store()),
            Stopping.part("the metrics", registry::close)));
  }

  private void lameDuck() {
    try {
      new CountDownLatch(1).await(lameDuck.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
