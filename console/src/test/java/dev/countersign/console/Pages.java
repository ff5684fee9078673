package dev.countersign.console;

import dev.countersign.TestGate;
import dev.countersign.TestKeys;
import dev.countersign.breakglass.DrillBasis;
import dev.countersign.breakglass.Drills;
import dev.countersign.breakglass.GlassRule;
import dev.countersign.card.AskLimit;
import dev.countersign.card.Click;
import dev.countersign.card.ClickAnswer;
import dev.countersign.card.ClickDesk;
import dev.countersign.card.FormOpening;
import dev.countersign.courier.Searches;
import dev.countersign.decision.UnknownQueue;
import dev.countersign.freeze.FreezeTargets;
import dev.countersign.freezing.FreezingDesk;
import dev.countersign.json.WireName;
import dev.countersign.ledger.InMemoryLedger;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.sandbox.oidc.SandboxIssuer;
import dev.countersign.secret.Secret;
import dev.countersign.stronger.PasskeyRelyingParty;
import dev.countersign.token.ButtonSeals;
import jakarta.servlet.Servlet;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/// The pages on a real server between a real issuer and the real core over a ledger in memory.
///
/// Who is who is said at [TestGate#PEOPLE]; everybody there with an account in Slack signs in by
/// its name. STRANGER can sign in and is nobody.
final class Pages implements AutoCloseable {
  /// A viewer, an auditor and an administrator, whom no policy asks.
  private static final String WITH_ROLES =
      """
      {"id":"vic","name":"Vic Viewer","functions":[],"accounts":{"slack":{"team":"T01","user":"UVIC"}}},
      {"id":"ana","name":"Ana Auditor","functions":[],"accounts":{"slack":{"team":"T01","user":"UANA"}}},
      {"id":"adam","name":"Adam Admin","functions":[],"accounts":{"slack":{"team":"T01","user":"UADAM"}}},
      """;

  final AtomicLong nanos = new AtomicLong();

  /// While it is set the ledger takes no decision.
  final AtomicBoolean away = new AtomicBoolean();

  /// Whether the clock of the pages does.
  final AtomicBoolean standsStill = new AtomicBoolean();

  private final AtomicLong readings = new AtomicLong();
  final RememberedLines lines = new RememberedLines();
  final RememberedSignIns signIns = new RememberedSignIns();
  final RememberedPasskeys passkeys;
  final RememberedFreezes freezes;

  /// Uses of passkeys that proved nothing: the purpose and why.
  final List<String> refusedPasskeys = new CopyOnWriteArrayList<>();

  final SandboxIssuer issuer;
  final TestGate gate;
  final URI address;
  private final ConsoleSettings settings;
  private final Console console;
  private final ConsoleDesks desks;
  private final Server server = new Server();

  Pages(String policy) throws Exception {
    this(policy, "");
  }

  /// @param secret of the client; empty for the one that the issuer gave it
  Pages(String policy, String secret) throws Exception {
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    connector.open();
    address = URI.create("http://127.0.0.1:" + connector.getLocalPort());
    Map<String, String> subjects = new LinkedHashMap<>();
    for (String name :
        new String[] {
          "ULENA",
          "UMARC",
          "UNINA",
          "UOTTO",
          "UPIA",
          "UCARA",
          "UDORA",
          "UADA",
          "UVIC",
          "UANA",
          "UADAM",
          "STRANGER",
          "<b>x</b>"
        }) {
      subjects.put(name, name);
    }
    issuer = SandboxIssuer.start(0, subjects, URI.create(address + ConsoleSettings.CALLBACK));
    gate =
        TestGate.withPages(
            Console.renderer(), issuer.issuer().toString(), policy, signedInBy(issuer.issuer()));
    passkeys = new RememberedPasskeys(gate.directory, gate.ledger::now);
    freezes = new RememberedFreezes(gate.directory, gate.ledger::now);
    settings =
        new ConsoleSettings(
            address,
            issuer.issuer().toString(),
            SandboxIssuer.CLIENT_ID,
            new Secret(secret.isEmpty() ? issuer.clientSecret() : secret),
            Duration.ofHours(24));
    console =
        new Console(settings, new SecureRandom(), this::now, nanos::get, Duration.ofSeconds(1));
    ServletContextHandler context = new ServletContextHandler();
    Map<Servlet, ServletHolder> holders = new HashMap<>();
    desks =
        new ConsoleDesks(
            gate.reviews,
            clicks(),
            gate.board,
            gate.marks,
            new Searches(((InMemoryLedger) gate.ledger)::search, gate.ledger, gate.directory),
            gate.homes,
            new UnknownQueue(
                ((InMemoryLedger) gate.ledger)::unknown,
                gate.ledger,
                gate.directory,
                new ButtonSeals(TestKeys.RING.evidence(), gate.ledger::now)),
            gate.interventions,
            gate.exports,
            gate.openings,
            lines,
            gate.directory,
            signIns,
            gate.breakGlass,
            gate.filing,
            new PasskeyRelyingParty(
                passkeys,
                gate.directory,
                console.assertions(),
                TestKeys.RING.evidence(),
                gate.ledger::now,
                Duration.ofHours(24),
                new SecureRandom(),
                gate.refusals,
                (purpose, why) ->
                    refusedPasskeys.add(WireName.of(purpose) + " " + WireName.of(why))),
            new FreezingDesk(
                freezes,
                gate.directory,
                () -> new FreezeTargets(Set.of(), Set.of()),
                new ButtonSeals(TestKeys.RING.evidence(), gate.ledger::now)),
            new Drills(
                new DrillBasis.Settings(
                    Optional.of(
                        new DrillBasis.Pages(
                            address.toString(), issuer.issuer().toString(), Duration.ofHours(24))),
                    new GlassRule(3, 3, Duration.ZERO, Set.of(TestGate.ALARMS))),
                gate.directory,
                passkeys,
                gate.retrospectives,
                freezes,
                gate.ledger::now),
            new RememberedLinks(),
            TestOverviews.of(gate, "a name"));
    console
        .mounts(desks)
        .forEach((path, servlet) ->
            context.addServlet(
                holders.computeIfAbsent(servlet, one -> new ServletHolder(one)), path));
    server.setHandler(context);
    server.start();
  }

  ConsoleSettings settings() {
    return settings;
  }

  /// A minute later each time, so that nobody opens too many pages in one, unless it stands still.
  private Instant now() {
    return Instant.EPOCH.plus(
        AskLimit.SPAN.multipliedBy(
            standsStill.get() ? readings.get() : readings.incrementAndGet()));
  }

  private ClickDesk clicks() {
    return new ClickDesk() {
      @Override
      public ClickAnswer decide(Click click) {
        if (away.get()) {
          throw new LedgerUnavailableException("away");
        }
        return gate.desk.decide(click);
      }

      @Override
      public FormOpening open(Click click) {
        return gate.desk.open(click);
      }
    };
  }

  /// Cara looks after the record, Dora writes agents, and Ada looks after the deployment; they are
  /// asked about nothing.
  private static String withOperators() {
    return TestGate.PEOPLE
        .replace("{\"people\":[", "{\"people\":[" + WITH_ROLES)
        .replace(
            "\"groups\":{",
            "\"groups\":{\"watch\":{\"members\":[\"vic\"],\"console\":\"viewer\"},"
                + "\"audit\":{\"members\":[\"ana\"],\"console\":\"auditor\"},"
                + "\"admins\":{\"members\":[\"adam\"],\"console\":\"admin\"},")
        .replace(
            "{\"people\":[",
            "{\"people\":[{\"id\":\"cara\",\"name\":\"Cara Control\",\"functions\":[],"
                + "\"accounts\":{\"slack\":{\"team\":\"T01\",\"user\":\"UCARA\"}}},"
                + "{\"id\":\"dora\",\"name\":\"Dora Develop\",\"functions\":[],"
                + "\"accounts\":{\"slack\":{\"team\":\"T01\",\"user\":\"UDORA\"}}},"
                + "{\"id\":\"ada\",\"name\":\"Ada Admin\",\"functions\":[],"
                + "\"accounts\":{\"slack\":{\"team\":\"T01\",\"user\":\"UADA\"}}},")
        .replace(
            "\"groups\":{",
            "\"groups\":{\"on-call\":{\"members\":[\"pia\",\"otto\"],\"may_break_glass\":true},"
                + "\"control\":{\"members\":[\"cara\"],\"console\":\"auditor\"},"
                + "\"developers\":{\"members\":[\"dora\"],\"console\":\"developer\"},"
                + "\"operators\":{\"members\":[\"ada\"],\"console\":\"admin\"},");
  }

  private static String signedInBy(URI issuer) {
    return withOperators()
        .replace(
            "\"slack_channel\":\"C01\"",
            "\"slack_channel\":\"C01\",\"may_confirm_passkeys\":true,\"may_freeze\":true")
        .replaceAll(
            "\"slack\":\\{\"team\":\"T01\",\"user\":\"([A-Z]+)\"}",
            "$0,\"oidc\":{\"iss\":\"" + issuer + "\",\"sub\":\"$1\"}");
  }

  /// The table of pages.
  Routes routes() {
    return console.routes(desks);
  }

  /// How many pages are told of changes.
  int streams() {
    return console.streams();
  }

  /// A browser in which nobody is signed in.
  TestBrowser browser() {
    return new TestBrowser(address);
  }

  /// A browser in which this person is.
  TestBrowser signedIn(String subject) {
    TestBrowser browser = browser();
    browser.signIn(issuer, "/", subject);
    return browser;
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the server did not stop", e);
    }
    console.close();
    issuer.close();
  }
}
