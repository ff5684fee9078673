package dev.countersign.app.http;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.servlet.DispatcherType;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.jetty.ee10.servlet.FilterHolder;

/// Health and metrics, on a port of their own that nobody outside should reach.
///
/// `/healthz` says that the process lives; `/readyz` that requests may come, else 503 with
/// `{"status":"not_ready","failing":[…]}`, and either way with `"down":[{"chat":…,"code":…}]` which
/// chats do not take the gate, if any; `/metrics` is Prometheus text.
public final class ManagementServer implements AutoCloseable {
  public static final String LOOPBACK = "127.0.0.1";

  /// How long a readiness check may take.
  public static final Duration CHECK_BOUND = Duration.ofSeconds(2);

  private static final int MOST_CONNECTIONS = 50;
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(10);
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

  private final Javalin javalin;
  private final String host;
  private final int port;

  /// @param host [#LOOPBACK] unless the network around it is trusted
  public ManagementServer(
      String host, int port, List<ReadinessCheck> checks, PrometheusMeterRegistry meters) {
    this(host, port, checks, List::of, meters);
  }

  /// @param down what is told beside; answers at once
  public ManagementServer(
      String host,
      int port,
      List<ReadinessCheck> checks,
      Supplier<List<Impairment>> down,
      PrometheusMeterRegistry meters) {
    Readiness readiness = new Readiness(checks, CHECK_BOUND);
    this.host = host;
    this.port = port;
    this.javalin =
        Javalin.create(config -> {
          JettyEdge.configure(config, host, port, IDLE_TIMEOUT, MOST_CONNECTIONS);
          config.jetty.modifyServletContextHandler(context ->
              context.addFilter(
                  new FilterHolder(new StrictRequests()),
                  "/*",
                  EnumSet.of(DispatcherType.REQUEST)));
          config.routes.get("/healthz", ctx -> Answers.send(ctx, 200, status("alive")));
          config.routes.get("/readyz", ctx -> ready(ctx, readiness.failing(), down.get()));
          config.routes.get(
              "/metrics", ctx -> ctx.contentType(PROMETHEUS_TEXT).result(meters.scrape()));
        });
  }

  private static void ready(Context ctx, List<String> failing, List<Impairment> down) {
    JsonObject answer =
        failing.isEmpty()
            ? status("ready")
            : status("not_ready").with("failing", JsonArray.ofStrings(failing));
    Answers.send(
        ctx, failing.isEmpty() ? 200 : 503, down.isEmpty() ? answer : naming(answer, down));
  }

  private static JsonObject naming(JsonObject answer, List<Impairment> down) {
    return answer.with(
        "down",
        new JsonArray(
            down.stream()
                .<Json>map(one ->
                    JsonObject.builder().put("chat", one.chat()).put("code", one.code()).build())
                .toList()));
  }

  private static JsonObject status(String word) {
    return JsonObject.builder().put("status", word).build();
  }

  /// @throws CannotListenException when the port is taken, or no address of this machine
  public void start() {
    CannotListenException.starting(
        "server.management_host, server.management_port", host, port, javalin::start);
  }

  public int port() {
    return javalin.port();
  }

  @Override
  public void close() {
    javalin.stop();
  }
}
