package dev.countersign.bench;

import dev.countersign.app.http.ChatDoor;
import dev.countersign.app.http.Mount;
import dev.countersign.breakglass.DrillBasis;
import dev.countersign.breakglass.Drills;
import dev.countersign.breakglass.GlassRule;
import dev.countersign.card.LinkDesk;
import dev.countersign.console.Console;
import dev.countersign.console.ConsoleDesks;
import dev.countersign.console.ConsoleSettings;
import dev.countersign.courier.Searches;
import dev.countersign.decision.UnknownQueue;
import dev.countersign.freeze.FreezeTargets;
import dev.countersign.freezing.FreezingDesk;
import dev.countersign.ledger.SignIn;
import dev.countersign.overview.EvaluationDesk;
import dev.countersign.overview.Overviews;
import dev.countersign.overview.PolicyDesk;
import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import dev.countersign.proposal.AgentId;
import dev.countersign.secret.Secret;
import dev.countersign.store.PostgresStore;
import dev.countersign.stronger.PasskeyRelyingParty;
import dev.countersign.token.ButtonSeals;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;

/// The console as `serve` opens it, on a port of this machine, and a browser that is signed in
/// there. What is told of a deployment is left out.
final class BenchPages implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final int SHOWN = 200;

  private final Console console;
  private final ChatDoor door;
  private final KeptConnection browser;
  private final String cookie;
  private final AtomicLong readings = new AtomicLong();

  /// @param subject of the issuer, who is signed in
  BenchPages(BenchGate gate, String subject) throws IOException {
    int port = free();
    SecureRandom random = new SecureRandom();
    PostgresStore store = gate.background;
    console =
        new Console(
            new ConsoleSettings(
                URI.create("http://" + HOST + ":" + port),
                Sample.ISSUER,
                "bench",
                Secret.drawn(random),
                Duration.ZERO),
            random,
            this::now,
            System::nanoTime);
    door =
        new ChatDoor(
            HOST,
            port,
            gate.registry,
            console.mounts(desks(gate, store, console)).entrySet().stream()
                .map(one -> new Mount(one.getKey(), one.getValue(), List.of()))
                .toList());
    door.start();
    browser = new KeptConnection(port);
    cookie =
        "__Host-countersign="
            + store
                .signIns()
                .open(
                    Secret.drawn(random).reveal(),
                    new SignIn.Session(
                        new AccountId(Surface.CONSOLE, Sample.ISSUER, subject),
                        new SignIn.Means.Issuer()));
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// A minute later each time, so that nobody opens too many pages in one, and no figures are those
  /// of the page before.
  private Instant now() {
    return InstantSource.system().instant().plusSeconds(60 * readings.incrementAndGet());
  }

  private static ConsoleDesks desks(BenchGate gate, PostgresStore store, Console console) {
    ButtonSeals seals = new ButtonSeals(gate.keys.evidence(), gate.clock);
    return new ConsoleDesks(
        gate.core.reviews(),
        gate.core.decisions(),
        gate.core.board(),
        store.waitingMarks(),
        new Searches(store.search(), store.ledger(), store.directory()),
        gate.core.homes(),
        new UnknownQueue(store.unknownEnds(), store.ledger(), store.directory(), seals),
        gate.core.interventions(),
        gate.core.exports(),
        gate.core.attachments(),
        store.requestLines(),
        store.directory(),
        store.signIns(),
        gate.core.breakGlass(),
        gate.core.retrospectives(),
        new PasskeyRelyingParty(
            store.passkeys(),
            store.directory(),
            console.assertions(),
            gate.keys.evidence(),
            gate.clock,
            Duration.ZERO,
            new SecureRandom(),
            store.refusedAttempts(),
            (_, _) -> {}),
        new FreezingDesk(
            store.freezes(), store.directory(), () -> new FreezeTargets(Set.of(), Set.of()), seals),
        new Drills(
            new DrillBasis.Settings(Optional.empty(), new GlassRule(1, 1, Duration.ZERO, Set.of())),
            store.directory(),
            store.passkeys(),
            store.retrospectives(),
            store.freezes(),
            gate.clock),
        LinkDesk.CLOSED,
        NO_OVERVIEWS);
  }

  private static final Overviews NO_OVERVIEWS =
      new Overviews(
          new EvaluationDesk() {
            @Override
            public List<AgentId> agents() {
              return List.of();
            }

            @Override
            public List<String> connections() {
              return List.of();
            }

            @Override
            public Evaluated evaluate(String agent, String proposal) {
              throw notMeasured();
            }
          },
          new PolicyDesk() {
            @Override
            public Simulated simulate(String candidate, Duration back, IntConsumer progress) {
              throw notMeasured();
            }

            @Override
            public InForce inForce() {
              throw notMeasured();
            }
          },
          _ -> {
            throw notMeasured();
          },
          List::of,
          () -> {
            throw notMeasured();
          });

  private static IllegalStateException notMeasured() {
    return new IllegalStateException("this page is not measured");
  }

  /// The whole answer, read to its end.
  void open(String path) {
    try {
      int status = browser.get(path, Map.of("Cookie", cookie)).status();
      if (status != SHOWN) {
        throw new IllegalStateException(path + " was answered with " + status);
      }
    } catch (IOException e) {
      throw new IllegalStateException(path + " was not answered", e);
    }
  }

  @Override
  public void close() throws IOException {
    browser.close();
    console.close();
    door.close();
  }
}
