package dev.countersign.app;

import dev.countersign.app.config.Configuration;
import dev.countersign.app.metrics.BacklogMetrics;
import dev.countersign.app.metrics.BreakGlassMetrics;
import dev.countersign.app.metrics.GateMetrics;
import dev.countersign.app.metrics.VersionMetrics;
import dev.countersign.app.worker.Ticker;
import dev.countersign.executors.credential.ProcessCredentials;
import dev.countersign.freezing.AlarmFreezing;
import dev.countersign.ledger.DeployedVersion;
import dev.countersign.store.PostgresStore;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What this replica does again and again, by the clock: what time asks of requests, which version
/// is in force, what waits, whether chats and places answer, what is to be recorded late and
/// forgotten.
final class PeriodicJobs {
  private static final Logger log = LoggerFactory.getLogger(PeriodicJobs.class);

  /// How often it is counted what waits and what was put aside.
  private static final Duration BACKLOG_LOOKED_AT = Duration.ofSeconds(15);

  /// How often it is looked whether the policy freezes an agent.
  private static final Duration AGENT_ALARMS_LOOKED_AT = Duration.ofSeconds(2);

  /// How often the chats are asked whether they take this gate.
  private static final Duration CHATS_ASKED = Duration.ofSeconds(30);

  /// How often attachments that nobody needs any more are forgotten.
  private static final Duration ATTACHMENTS_LOOKED_AT = Duration.ofMinutes(10);

  /// How often one card is tried of each place that takes none; that is how long a mended place may
  /// still show nothing.
  private static final Duration PLACES_TRIED = Duration.ofSeconds(20);

  /// Places of which one card is tried at once.
  private static final int MOST_PLACES_TRIED = 100;

  /// How often outcome files are tried again.
  private static final Duration LATE_OUTCOMES = Duration.ofSeconds(5);

  /// How often a replica that has nothing to do looks whether another version is in force.
  private static final Duration VERSIONS = Duration.ofSeconds(5);

  /// How often the files here are looked at where they are watched.
  private static final Duration WATCHED = Duration.ofSeconds(2);

  private final StorePools stores;
  private final GateInForce gate;
  private final Optional<OutcomeFolder> outcomeFiles;
  private final GateMetrics metrics;
  private final SecureRandom random;

  private final BacklogMetrics backlog;
  private final BreakGlassMetrics glass;
  private final VersionMetrics inForce;

  private final List<Ticker> started = new ArrayList<>();
  private final List<Stopping.Part> parts = new ArrayList<>();
  private final Ticker chats;

  /// @param position what this replica has seen of the database
  PeriodicJobs(
      Configuration configuration,
      Startup startup,
      StorePools stores,
      GateInForce gate,
      ChatWatch chatWatch,
      SeenPosition position,
      Optional<OutcomeFolder> outcomeFiles,
      PrometheusMeterRegistry registry,
      GateMetrics metrics,
      SecureRandom random) {
    this.stores = stores;
    this.gate = gate;
    this.outcomeFiles = outcomeFiles;
    this.metrics = metrics;
    this.random = random;
    PostgresStore store = stores.background().store();
    inForce = inForce(registry);
    backlog =
        new BacklogMetrics(registry, store.backlog(), () -> store.freezes().now().inForce().size());
    glass = new BreakGlassMetrics(registry, store.retrospectives());

    every("due", configuration.workers().expiry(), "the clock", this::due);
    every(
        "versions",
        VERSIONS,
        "the watch over versions",
        () -> {
          gate.look();
          inForce.look();
          position.look();
        });
    every("watch", WATCHED, "the watch over files", files(configuration, startup));
    every(
        "backlog",
        BACKLOG_LOOKED_AT,
        "the watch over what waits",
        () -> {
          backlog.look();
          glass.look();
        });
    every(
        "places",
        PLACES_TRIED,
        "the watch over places",
        () -> store.deliveries().probe(PLACES_TRIED, MOST_PLACES_TRIED));
    every("outcome-files", LATE_OUTCOMES, "the outcome files", this::recordLate);
    every(
        "attachments",
        ATTACHMENTS_LOOKED_AT,
        "the watch over attachments",
        () -> store.attachments().forget());
    every(
        "agent-alarms",
        AGENT_ALARMS_LOOKED_AT,
        "the alarms of agents",
        new AlarmFreezing(store.agentAlarms(), () -> gate.served().version().files().policy())
            ::look);
    chats = ticker("chats", CHATS_ASKED, "the watch over chats", chatWatch::look);
  }

  private void every(String name, Duration pause, String said, Runnable look) {
    started.add(ticker(name, pause, said, look));
  }

  private Ticker ticker(String name, Duration pause, String said, Runnable look) {
    Ticker ticker = new Ticker(name, pause, look, metrics, random);
    parts.add(Stopping.part(said, ticker));
    return ticker;
  }

  private void due() {
    metrics.swept(gate.served().gate().due().run());
  }

  private VersionMetrics inForce(PrometheusMeterRegistry registry) {
    return new VersionMetrics(
        registry,
        BuildVersion.text(),
        () -> {
          DeployedVersion served = gate.served().version().files().version();
          return Map.of("policy", served.policy(), "connections", served.connections());
        },
        stores.background().ports().directory()::version,
        () -> !gate.isCurrent());
  }

  private Runnable files(Configuration configuration, Startup startup) {
    PostgresStore store = stores.background().store();
    WatchedFiles watched =
        new WatchedFiles(
            configuration,
            startup.files().version(),
            store.versions(),
            store::people,
            ProcessCredentials.ofThisProcess(configuration.files().programs()));
    inForce.watched(watched::isWaiting);
    return () -> {
      if (configuration.deploy().watch() && watched.look()) {
        gate.look();
      }
    };
  }

  /// Before a worker finds an attempt without an end and calls it lost, and before whoever reads
  /// metrics comes in.
  void lookFirst() {
    inForce.look();
    backlog.look();
    glass.look();
    try {
      recordLate();
    } catch (RuntimeException e) {
      log.warn("outcome files are tried again later: {}", e.toString());
    }
  }

  void start() {
    started.forEach(Ticker::start);
  }

  /// Apart from the others: a gate whose chats were not asked at its start does not ask them later.
  void watchChats() {
    chats.start();
  }

  List<Stopping.Part> parts() {
    return parts;
  }

  private void recordLate() {
    outcomeFiles.ifPresent(
        files -> files.look(outcome -> gate.with(core -> core.lateOutcomes().record(outcome))));
  }
}
