package dev.countersign.app;

import dev.countersign.app.config.Configuration;
import dev.countersign.app.http.Changes;
import dev.countersign.app.metrics.ChatMetrics;
import dev.countersign.app.metrics.GateMetrics;
import dev.countersign.app.metrics.PoolMetrics;
import dev.countersign.app.worker.WorkerWakeUp;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.execution.KeptOutcomes;
import dev.countersign.json.WireName;
import dev.countersign.store.PostgresStore;
import dev.countersign.token.ButtonSeals;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every object of the gate, made by hand in the order of the flow: this is the map.
final class Wiring implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Wiring.class);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final GateMetrics metrics = new GateMetrics(registry);

  // The ground.
  private final StorePools stores;

  // The edges that the core speaks through: chats and pages. Target systems come with the gate.
  private final Chats chats;
  private final Pages pages;

  // The core, with the version in force.
  private final GateInForce gate;

  // What goes on without a caller.
  private final DeliveryWorkers workers;
  private final PeriodicJobs jobs;
  private final News news;

  // Where callers come in.
  private final HttpServers servers;

  private final Duration lameDuck;
  private volatile boolean started;
  private volatile boolean stopping;

  /// Whatever is refused here, no connection stays open.
  static Wiring of(Configuration configuration, Startup startup) {
    WorkerWakeUp wakeUp = new WorkerWakeUp();
    Changes changes = Changes.create();
    StorePools stores =
        new StorePools(configuration.database(), startup.keys().evidence(), changes, wakeUp);
    return Stopping.unlessMade(
        stores.parts(), () -> new Wiring(configuration, startup, stores, changes, wakeUp));
  }

  private Wiring(
      Configuration configuration,
      Startup startup,
      StorePools stores,
      Changes changes,
      WorkerWakeUp wakeUp) {
    this.stores = stores;
    lameDuck = configuration.server().lameDuck();
    EvidenceKeys seals = startup.keys().evidence();
    PostgresStore store = stores.background().store();
    SecureRandom random = new SecureRandom();
    SeenPosition position = new SeenPosition(configuration.files().keys(), store.recovery());
    NumberedFiles inForceNow = checked(configuration, startup, position);

    chats =
        new Chats(
            configuration,
            stores.background().ports().deciders(),
            stores.background().ports().conversations(),
            random,
            metrics);
    pages = new Pages(configuration, stores, seals, metrics, random);
    Optional<OutcomeFolder> outcomeFiles = outcomeFiles(configuration, startup);
    VersionOpening opening =
        new VersionOpening(
            configuration,
            stores,
            startup.keys(),
            pages.beside(chats.ports()),
            wakeUp,
            random,
            metrics,
            outcomeFiles.<KeptOutcomes>map(folder -> folder).orElse(KeptOutcomes.NONE));
    ServedVersion first = opening.first(inForceNow);
    gate = new GateInForce(store.versions(), first, opening::after, opening::told);

    PoolMetrics pools = new PoolMetrics(registry);
    stores.measure(pools);
    workers =
        new DeliveryWorkers(
            configuration.workers(),
            store.deliveries(),
            first.gate(),
            gate,
            wakeUp,
            pools,
            metrics,
            random);
    jobs =
        new PeriodicJobs(
            configuration,
            startup,
            stores,
            gate,
            chats.watch(),
            position,
            outcomeFiles,
            registry,
            metrics,
            random);
    news =
        new News(
            configuration.notices(),
            store,
            first.gate(),
            chats.ports(),
            new ButtonSeals(seals, stores.clock()),
            metrics,
            random);
    ChatMetrics.register(registry, chats.connected(), chats.watch()::isDown);
    servers =
        new HttpServers(
            configuration,
            startup,
            stores,
            gate,
            chats,
            pages,
            news,
            changes,
            registry,
            () -> !stopping,
            random);
  }

  private NumberedFiles checked(
      Configuration configuration, Startup startup, SeenPosition position) {
    PostgresStore store = stores.background().store();
    store.requireFit();
    NumberedFiles inForceNow = ReplicaCheck.join(configuration, startup, store);
    position.look();
    if (configuration.people().importOnStart()) {
      try (PostgresStore importer = stores.importer()) {
        ReplicaCheck.importPeople(configuration, startup, importer);
      }
    }
    return inForceNow;
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

  /// Asks every chat whether it knows this gate.
  ///
  /// @throws ChatRefusedException when one says no
  void greetChats() {
    chats.greet();
  }

  /// Workers first, then the doors: whoever comes in finds everything at work, and whoever reads
  /// metrics finds what waits.
  void start() {
    jobs.lookFirst();
    workers.start();
    jobs.start();
    news.start();
    servers.open();
    started = true;
  }

  /// The chats are asked on, while it runs.
  void watchChats() {
    jobs.watchChats();
  }

  HttpServers servers() {
    return servers;
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
    List<Stopping.Part> parts = new ArrayList<>(servers.parts());
    parts.add(Stopping.part("the pages that look", pages::endStreams));
    parts.addAll(workers.parts());
    parts.addAll(jobs.parts());
    parts.addAll(news.parts());
    // Side by side, so that a request that hangs takes no time from the workers' last commits.
    Stopping.sideBySide(parts);
    List<Stopping.Part> ground = new ArrayList<>();
    ground.add(Stopping.part("the chats", chats));
    ground.add(Stopping.part("the console", pages::close));
    ground.add(servers.management());
    ground.addAll(stores.parts());
    ground.add(Stopping.part("the metrics", registry::close));
    Stopping.inOrder(ground);
  }

  private void lameDuck() {
    try {
      new CountDownLatch(1).await(lameDuck.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
