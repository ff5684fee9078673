package dev.countersign.app.http;

import dev.countersign.proposal.ProposalSchema;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;

/// The agents' API (`/v1`); the chats have a door of their own, [ChatDoor].
///
/// Every error is `application/problem+json`. Nothing here decides anything: bodies go to the desks
/// of the core, and what the ledger holds goes back.
public final class AgentApi implements AutoCloseable {
  /// How long a published key set may be cached, see `KeyRing`.
  private static final String KEYS_CACHE = "public, max-age=300";

  private static final String SCHEMAS = "/v1/schemas/";
  private static final String SCHEMA_CACHE = "public, max-age=3600";

  private final HttpSettings settings;
  private final Javalin javalin;
  private final Changes changes;

  /// @param changes told of commits through a [NotingLedger]
  /// @param clock of the ledger: names faults, and tells how old a signature is
  public AgentApi(
      HttpSettings settings,
      AgentAuthenticator keys,
      Desks desks,
      Changes changes,
      MeterRegistry meters,
      InstantSource clock,
      List<Mount> mounts) {
    this.settings = settings;
    this.changes = changes;
    HttpMetrics metrics = new HttpMetrics(meters);
    meters.gauge("countersign.http.waiting", changes, Changes::waiting);
    AgentDoor door =
        new AgentDoor(
            keys,
            new RateLimits<>(settings.burst(), settings.perSecond(), System::nanoTime),
            settings.mostConcurrent());
    ProposalRoutes proposals =
        new ProposalRoutes(
            desks,
            changes,
            new RequestView(settings.publicUrl()),
            new Links(settings.publicUrl()),
            metrics);
    ExecutorDoor executors =
        new ExecutorDoor(
            desks.executors(),
            settings.publicUrl(),
            new RateLimits<>(settings.burst(), settings.perSecond(), System::nanoTime),
            clock);
    GrantRoutes grants = new GrantRoutes(desks.executors().desk(), changes);
    Problems problems = new Problems(clock);
    this.javalin =
        Javalin.create(config -> {
          JettyEdge.configure(
              config,
              settings.host(),
              settings.port(),
              settings.idleTimeout(),
              HttpSettings.MOST_CONNECTIONS);
          mount(config, new EdgeFilter(metrics, System::nanoTime), mounts);
          problems.handleIn(config.routes);
          config.router.javaLangErrorHandler((response, error) -> problems.handle(response, error));
          route(config.routes, door, proposals);
          route(config.routes, door, new AttachmentRoutes(desks.attachments()));
          route(config.routes, executors, grants);
          config.routes.get("/.well-known/jwks.json", ctx -> keySet(ctx, desks));
          byte[] schema = ProposalSchema.bytes();
          config.routes.get(SCHEMAS + ProposalSchema.NAME, ctx -> schema(ctx, schema));
          config.routes.beforeMatched(AgentApi::nameRoute);
        });
  }

  private static void route(RoutesConfig routes, AgentDoor door, ProposalRoutes proposals) {
    routes.post("/v1/proposals", door.behind(Scope.PROPOSE, proposals::submit));
    routes.get("/v1/proposals", door.behind(Scope.READ, proposals::list));
    routes.get("/v1/proposals/{id}", door.behind(Scope.READ, proposals::read));
    routes.post("/v1/proposals/{id}/withdraw", door.behind(Scope.PROPOSE, proposals::withdraw));
    routes.post("/v1/proposals/{id}/undo", door.behind(Scope.PROPOSE, proposals::undo));
    routes.get("/v1/proposals/{id}/audit", door.behind(Scope.READ, proposals::audit));
    routes.post("/v1/evaluations", door.behind(Scope.PROPOSE, proposals::evaluate));
  }

  private static void route(RoutesConfig routes, AgentDoor door, AttachmentRoutes attachments) {
    routes.post("/v1/attachments", door.behind(Scope.PROPOSE, attachments::keep));
  }

  private static void route(RoutesConfig routes, ExecutorDoor door, GrantRoutes grants) {
    routes.get("/v1/grants", door.behind(grants::work));
    routes.post("/v1/grants/{id}/redeem", door.behind(grants::redeem));
    routes.post("/v1/grants/{id}/result", door.behind(grants::report));
  }

  /// For everybody, as are the keys: whoever writes an agent reads it before there is a key.
  private static void schema(Context ctx, byte[] schema) {
    ctx.header("Cache-Control", SCHEMA_CACHE);
    Answers.send(ctx, 200, "application/schema+json", schema);
  }

  private static void keySet(Context ctx, Desks desks) {
    ctx.header("Cache-Control", KEYS_CACHE);
    Answers.send(ctx, 200, "application/jwk-set+json", desks.publicKeys().get());
  }

  private static void nameRoute(Context ctx) {
    var endpoint = ctx.endpoints().matchedHttpEndpoint();
    if (endpoint != null) {
      ctx.req().setAttribute(EdgeFilter.ROUTE, endpoint.path);
    }
  }

  static void mount(JavalinConfig config, EdgeFilter edge, List<Mount> mounts) {
    config.jetty.modifyServletContextHandler(context -> {
      filter(context, edge, "/*");
      for (Mount mount : mounts) {
        filter(context, new RouteName(mount.path()), mount.path());
        mount.filters().forEach(each -> filter(context, each, mount.path()));
        context.addServlet(new ServletHolder(mount.servlet()), mount.path());
      }
    });
  }

  private static void filter(ServletContextHandler context, Filter filter, String path) {
    FilterHolder holder = new FilterHolder(filter);
    holder.setAsyncSupported(true);
    context.addFilter(holder, path, EnumSet.of(DispatcherType.REQUEST));
  }

  /// @throws CannotListenException when the port is taken, or no address of this machine
  public void start() {
    CannotListenException.starting(
        "server.host, server.port", settings.host(), settings.port(), javalin::start);
  }

  /// The port that was taken.
  public int port() {
    return javalin.port();
  }

  /// Ends every wait with the state as it is; requests are answered still, without waiting.
  public void drain() {
    changes.drain();
  }

  @Override
  public void close() {
    drain();
    javalin.stop();
  }
}
