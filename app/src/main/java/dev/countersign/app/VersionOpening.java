package dev.countersign.app;

import dev.countersign.app.config.Configuration;
import dev.countersign.app.file.FileProblem;
import dev.countersign.app.metrics.GateMetrics;
import dev.countersign.breakglass.GlassRule;
import dev.countersign.execution.KeptOutcomes;
import dev.countersign.execution.Patience;
import dev.countersign.executors.ExecutorRegistry;
import dev.countersign.executors.connection.Connections;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.executors.credential.ProcessCredentials;
import dev.countersign.executors.sending.HostResolver;
import dev.countersign.executors.sending.Outbound;
import dev.countersign.gate.ApprovalGate;
import dev.countersign.gate.ChatPorts;
import dev.countersign.gate.ExecutionPorts;
import dev.countersign.gate.Metrics;
import dev.countersign.gate.Ports;
import dev.countersign.gate.Rules;
import dev.countersign.gate.Signing;
import dev.countersign.gate.Stores;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.token.KeyRing;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes the gate of a version from what stays the same whatever is in force.
final class VersionOpening {
  private static final Logger log = LoggerFactory.getLogger(VersionOpening.class);

  private final Configuration configuration;
  private final StorePools pools;
  private final KeyRing keys;
  private final ChatPorts chats;
  private final Consumer<Set<DeliveryKind>> afterCommit;
  private final SecureRandom random;
  private final GateMetrics metrics;
  private final KeptOutcomes keptOutcomes;
  private final CredentialResolver credentials;
  private final Outbound out;

  VersionOpening(
      Configuration configuration,
      StorePools pools,
      KeyRing keys,
      ChatPorts chats,
      Consumer<Set<DeliveryKind>> afterCommit,
      SecureRandom random,
      GateMetrics metrics,
      KeptOutcomes keptOutcomes) {
    this.keptOutcomes = keptOutcomes;
    this.configuration = configuration;
    this.credentials = ProcessCredentials.ofThisProcess(configuration.files().programs());
    this.pools = pools;
    this.keys = keys;
    this.chats = chats.telling(configuration.notices().outcomes());
    this.afterCommit = afterCommit;
    this.random = random;
    this.metrics = metrics;
    this.out =
        Outbound.of(
            credentials,
            HostResolver.ofSystem(),
            pools.clock(),
            pools.background().store().sendCounts());
  }

  /// What a start begins with.
  ServedVersion first(NumberedFiles version) {
    metrics.connections(version.files().connections().byName().keySet());
    return served(version, ExecutorRegistry.of(connections(version), out));
  }

  ServedVersion after(NumberedFiles version, ServedVersion before) {
    return served(version, before.executors().followedBy(connections(version), out));
  }

  /// A start refuses where a credential is missing. A replica that runs goes on with all other
  /// connections: actions on this one wait.
  void told(ServedVersion version) {
    NumberedFiles served = version.version();
    metrics.connections(served.files().connections().byName().keySet());
    List<FileProblem> missing = Startup.withoutCredential(served.files(), credentials);
    missing.forEach(problem -> log.error("in the version in force: {}", problem));
  }

  private Connections connections(NumberedFiles version) {
    return version.files().connections().deployedIn(configuration.deployedIn());
  }

  private ServedVersion served(NumberedFiles version, ExecutorRegistry executors) {
    int number = version.number();
    ApprovalGate gate =
        ApprovalGate.over(
            new Ports(
                new Stores(
                    pools.decisions().under(number),
                    pools.agents().under(number),
                    pools.background().under(number)),
                new Signing(
                    keys, configuration.issuer(), pools.decisions().store().recovery()::began),
                new Rules(
                    version.files()::policy,
                    configuration.internalDomains(),
                    configuration.proposals(),
                    configuration
                        .console()
                        .map(_ -> configuration.breakGlass().rule(configuration.notices()))
                        .orElse(GlassRule.NONE)),
                chats,
                new ExecutionPorts(
                    executors,
                    Patience.ofLease(configuration.workers().executions().lease()),
                    keptOutcomes),
                pools.clock(),
                random,
                afterCommit,
                configuration.workers().cards().unreached(),
                new Metrics(metrics, metrics, metrics, metrics)));
    return new ServedVersion(version, executors, gate);
  }
}
