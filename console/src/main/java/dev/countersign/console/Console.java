package dev.countersign.console;

import dev.countersign.card.AskLimit;
import dev.countersign.card.CardRenderer;
import dev.countersign.passkey.AssertionCheck;
import jakarta.servlet.Servlet;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The pages, and the one way into this module.
public final class Console implements AutoCloseable {
  /// One call to the issuer; a person waits for it.
  static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);

  private final ConsoleSettings settings;
  private final SecureRandom random;
  private final InstantSource clock;
  private final IssuerHttp http;
  private final IdentityProvider provider;

  /// One for each server that the pages are mounted on.
  private final List<LiveQueue> live = new CopyOnWriteArrayList<>();

  /// @param nanos a monotonic nanosecond counter
  public Console(
      ConsoleSettings settings, SecureRandom random, InstantSource clock, LongSupplier nanos) {
    this(settings, random, clock, nanos, CALL_TIMEOUT);
  }

  Console(
      ConsoleSettings settings,
      SecureRandom random,
      InstantSource clock,
      LongSupplier nanos,
      Duration callTimeout) {
    this.settings = settings;
    this.random = random;
    this.clock = clock;
    this.http = new IssuerHttp(callTimeout);
    this.provider =
        new IdentityProvider(settings, http, new IssuerFacts(settings.issuer(), http, nanos));
  }

  /// How the pages draw a card.
  public static CardRenderer renderer() {
    return new PageRenderer();
  }

  /// For how long a passkey that was confirmed does not count yet.
  public Duration passkeyCooling() {
    return settings.passkeyCooling();
  }

  /// Reads what passkeys sign on these pages.
  public AssertionCheck assertions() {
    return new WebAuthn(settings.address().toString()::equals);
  }

  /// Reads what passkeys signed at any time, wherever the pages were then.
  public static AssertionCheck assertionsOfAnyTime() {
    return new WebAuthn(_ -> true);
  }

  /// What a server mounts: by mappings of servlets, the empty one of them the root alone.
  public Map<String, Servlet> mounts(ConsoleDesks desks) {
    Routes routes = routes(desks);
    SignInPages signIn =
        new SignInPages(provider, desks.people(), desks.signIns(), desks.passkeys(), random);
    AskLimit limit = new AskLimit(clock, ConsoleServlet.MOST_PAGES);
    AskLimit tries = new AskLimit(clock);
    Servlet servlet =
        new ConsoleServlet(
            settings,
            routes,
            desks.freezes(),
            signIn,
            new PasskeySignIn(desks.passkeys(), signIn, settings, tries),
            limit,
            file("console.css"),
            file("console.js"));
    return Stream.concat(ConsoleServlet.OWN.stream(), routes.table().stream().map(Route::mapping))
        .collect(Collectors.toUnmodifiableMap(path -> path, _ -> servlet));
  }

  /// The table of pages, as the navigation has them: each subject in a file of its own.
  Routes routes(ConsoleDesks desks) {
    PasskeyPages passkeys = new PasskeyPages(desks.passkeys(), settings.address().toString());
    Downloads downloads = new Downloads(new AskLimit(clock));
    return new Routes(
        Stream.of(
                QueuePages.routes(desks.board(), live(desks)),
                DecisionPages.routes(desks.homes()),
                SearchPages.routes(desks.search(), new AskLimit(clock)),
                RequestPages.routes(
                    desks.reviews(),
                    desks.clicks(),
                    passkeys,
                    new BreakGlassPages(desks.breakGlass(), passkeys)),
                UnknownPages.routes(desks.unknown(), desks.interventions()),
                RetrospectivePages.routes(desks.retrospectives()),
                EvidencePages.routes(desks.evidence(), downloads),
                MetricsPages.routes(desks.lines(), clock),
                AttachmentPages.routes(desks.attachments(), downloads),
                ExportPages.routes(desks.lines(), desks.people(), clock),
                passkeys.routes(),
                FreezePages.routes(desks.freezes(), passkeys),
                DrillPages.routes(desks.drills(), passkeys, clock),
                new AccountPages(desks.links(), new AskLimit(clock), clock).routes(),
                new TryPages(desks.overviews().evaluations(), new AskLimit(clock)).routes(),
                PolicyPages.routes(desks.overviews().policies()),
                SimulationPages.routes(desks.overviews().policies()),
                PeoplePages.routes(desks.overviews().people()),
                SetupPages.routes(desks.overviews().connections(), desks.overviews().agents()))
            .flatMap(List::stream)
            .toList());
  }

  /// How many pages are told of changes now.
  int streams() {
    return live.stream().mapToInt(LiveQueue::open).sum();
  }

  private LivePage live(ConsoleDesks desks) {
    LiveQueue queue = new LiveQueue(desks.marks());
    live.add(queue);
    return new LivePage(queue, desks.people());
  }

  /// Ends what is open of the pages that are told of changes, and lets none begin: a server that
  /// stops would wait for them.
  public void endStreams() {
    live.forEach(LiveQueue::close);
  }

  static byte[] file(String name) {
    try (InputStream in = Console.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    endStreams();
    http.close();
  }
}
