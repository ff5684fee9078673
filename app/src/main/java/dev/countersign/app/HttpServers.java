package dev.countersign.app;

import dev.countersign.app.config.Configuration;
import dev.countersign.app.config.ServerConfig;
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
import dev.countersign.app.version.VersionFiles;
import dev.countersign.card.ChatDesks;
import dev.countersign.courier.PlaceLooks;
import dev.countersign.decision.UnknownQueue;
import dev.countersign.decision.UnknownSheets;
import dev.countersign.freezing.FreezingDesk;
import dev.countersign.gate.ApprovalGate;
import dev.countersign.json.WireName;
import dev.countersign.linking.LinkingDesk;
import dev.countersign.proposal.Ulid;
import dev.countersign.store.PostgresStore;
import dev.countersign.token.ButtonSeals;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Where this gate is called: by agents and executors, by chats and browsers, and by those who
/// watch over it.
final class HttpServers {
  private final Chats chats;
  private final ChatDesks desks;
  private final AgentApi api;
  private final ChatDoor chatDoor;
  private final ManagementServer management;

  /// @param isServing as long as whoever balances the load may send more
  HttpServers(
      Configuration configuration,
      Startup startup,
      StorePools stores,
      GateInForce gate,
      Chats chats,
      Pages pages,
      News news,
      Changes changes,
      PrometheusMeterRegistry registry,
      BooleanSupplier isServing,
      SecureRandom random) {
    this.chats = chats;
    ServerConfig server = configuration.server();
    StorePool background = stores.background();
    ButtonSeals seals = new ButtonSeals(startup.keys().evidence(), stores.clock());
    FreezingDesk freezing =
        new FreezingDesk(
            background.store().freezes(),
            background.store().directory(),
            () -> gate.served().version().files().freezeTargets(configuration.deployedIn()),
            seals);
    desks = desks(configuration, stores, gate, news, freezing, seals, random);
    api =
        new AgentApi(
            HttpSettings.at(server.host(), server.port(), server.publicUrl())
                .admitting(
                    configuration.http().agentBurst(), configuration.http().agentPerSecond()),
            keys(stores.agents()),
            desksOfAgents(stores.agents(), gate, startup),
            changes,
            registry,
            stores.clock(),
            List.of());
    chatDoor =
        new ChatDoor(
            server.host(),
            server.chatPort(),
            registry,
            mounts(chats, desks, pages.mounts(gate, desks, freezing)));
    management =
        new ManagementServer(
            server.managementHost(),
            server.managementPort(),
            List.of(
                ReadinessCheck.ledger(stores.decisions().ports().ledger()),
                ReadinessCheck.schema(background.store()::requireFit),
                ReadinessCheck.recovery(stores.decisions().store().recovery()),
                ReadinessCheck.keys(startup::keys),
                new ReadinessCheck("version", gate::isCurrent),
                new ReadinessCheck("serving", isServing)),
            chats.watch()::down,
            registry);
  }

  private static ChatDesks desks(
      Configuration configuration,
      StorePools stores,
      GateInForce gate,
      News news,
      FreezingDesk freezing,
      ButtonSeals seals,
      SecureRandom random) {
    // What rests on no version works with any gate.
    ApprovalGate core = gate.served().gate();
    StorePool background = stores.background();
    return new ChatDesks(
        new ChatDesks.CardDesks(
            gate, core.views(), gate, new InterventionsInForce(gate), gate, core.forged()),
        new ChatDesks.QuestionDesks(
            gate,
            core.homes(),
            core.batches(),
            core.deadlines(),
            core.problems(),
            core.mutes(),
            new LinkingDesk(
                stores.links(),
                background.ports().directory(),
                () -> looseningNeedsTwo(configuration, gate),
                new Ulid(stores.clock(), random),
                random,
                seals)),
        new ChatDesks.DeploymentDesks(
            new PlaceLooks(
                background.ports().deliveries(),
                background.ports().directory(),
                stores.clock(),
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
                background.ports().directory())));
  }

  private static Desks desksOfAgents(StorePool agents, GateInForce gate, Startup startup) {
    return new Desks(
        gate,
        gate,
        gate.served().gate().withdrawals(),
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
            agents.store()::takeNonce));
  }

  private static StoredAgentKeys keys(StorePool agents) {
    return new StoredAgentKeys(
        agents.ports().directory(), keysIn(agents.store()), agents.store()::secretHashes);
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

  private static boolean looseningNeedsTwo(Configuration configuration, GateInForce gate) {
    gate.look();
    return VersionFiles.looseningNeedsTwo(
        Optional.of(gate.served().version().files()), configuration.deploy());
  }

  /// What the chats call, and the pages: those that their apps name, and those of the console.
  private static List<Mount> mounts(Chats chats, ChatDesks desks, List<Mount> console) {
    List<Mount> mounts = new ArrayList<>(chats.mounts(desks));
    StaticPage.all().forEach(page -> mounts.add(page.mount()));
    mounts.addAll(console);
    return mounts;
  }

  /// Agents come in last.
  void open() {
    management.start();
    chatDoor.start();
    chats.listen(desks);
    api.start();
  }

  int agentPort() {
    return api.port();
  }

  int chatPort() {
    return chatDoor.port();
  }

  int managementPort() {
    return management.port();
  }

  /// What lets work in.
  List<Stopping.Part> parts() {
    return List.of(
        Stopping.part("the door of agents", api),
        Stopping.part("the door of chats", chatDoor),
        Stopping.part("the connections to chats", chats::stopListening));
  }

  /// Told until nothing is left.
  Stopping.Part management() {
    return Stopping.part("the management", management);
  }
}
