package dev.countersign.app;

import dev.countersign.app.config.Configuration;
import dev.countersign.app.http.Mount;
import dev.countersign.app.metrics.GateMetrics;
import dev.countersign.audit.ChainLinks;
import dev.countersign.breakglass.Drills;
import dev.countersign.breakglass.GlassDrill;
import dev.countersign.card.ChatDesks;
import dev.countersign.card.ConsoleAddress;
import dev.countersign.console.Console;
import dev.countersign.console.ConsoleDesks;
import dev.countersign.courier.Searches;
import dev.countersign.decision.UnknownQueue;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.freezing.FreezingDesk;
import dev.countersign.gate.ApprovalGate;
import dev.countersign.gate.ChatPorts;
import dev.countersign.grant.RecordProof;
import dev.countersign.people.Surface;
import dev.countersign.people.Surfaces;
import dev.countersign.stronger.PasskeyRelyingParty;
import dev.countersign.token.ButtonSeals;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The console, where this deployment has one: a surface beside the chats, which shows every action
/// in full and takes passkeys.
final class Pages {
  private final Configuration configuration;
  private final StorePools stores;
  private final EvidenceKeys keys;
  private final GateMetrics metrics;
  private final Optional<Console> console;

  Pages(
      Configuration configuration,
      StorePools stores,
      EvidenceKeys keys,
      GateMetrics metrics,
      SecureRandom random) {
    this.configuration = configuration;
    this.stores = stores;
    this.keys = keys;
    this.metrics = metrics;
    this.console =
        configuration
            .console()
            .map(pages -> new Console(pages, random, InstantSource.system(), System::nanoTime));
  }

  /// The chats, with the console beside them.
  ChatPorts beside(ChatPorts chats) {
    return configuration
        .console()
        .map(pages ->
            chats.withPages(
                Surface.CONSOLE,
                new Surfaces.Offer(pages.issuer(), true, true),
                Console.renderer(),
                new ConsoleAddress(pages.address())))
        .orElse(chats);
  }

  List<Mount> mounts(GateInForce gate, ChatDesks chats, FreezingDesk freezing) {
    return console.stream()
        .flatMap(pages -> pages.mounts(desks(pages, gate, chats, freezing)).entrySet().stream())
        .map(one -> new Mount(one.getKey(), one.getValue(), List.of()))
        .toList();
  }

  private ConsoleDesks desks(
      Console pages, GateInForce gate, ChatDesks chats, FreezingDesk freezing) {
    // What rests on no version works with any gate.
    ApprovalGate core = gate.served().gate();
    StorePool background = stores.background();
    StorePool decisions = stores.decisions();
    return new ConsoleDesks(
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
            new ButtonSeals(keys, stores.clock())),
        new InterventionsInForce(gate),
        core.exports(),
        core.attachments(),
        background.store().requestLines(),
        decisions.ports().directory(),
        background.store().signIns(),
        new BreakGlassInForce(gate),
        core.retrospectives(),
        new PasskeyRelyingParty(
            decisions.store().passkeys(),
            decisions.ports().directory(),
            pages.assertions(),
            keys,
            stores.clock(),
            pages.passkeyCooling(),
            new SecureRandom(),
            decisions.store().refusedAttempts(),
            metrics),
        freezing,
        drills(),
        chats.questions().links(),
        DeploymentOverviews.of(
            configuration,
            pages,
            gate,
            background.store(),
            background.ports().directory(),
            stores.clock()));
  }

  private Drills drills() {
    StorePool background = stores.background();
    return new Drills(
        configuration.drill(),
        background.ports().directory(),
        background.store().passkeys(),
        GlassDrill.proven(
            background.store().retrospectives(),
            background.ports().ledger(),
            new RecordProof(ChainLinks.under(keys))),
        background.store().freezes(),
        stores.clock());
  }

  /// Pages that look again by themselves do so elsewhere from now on.
  void endStreams() {
    console.ifPresent(Console::endStreams);
  }

  void close() {
    console.ifPresent(Console::close);
  }
}
