package dev.countersign.app.http;

import io.javalin.Javalin;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/// Where the chats come in: a server of its own, with connections and limits that no agent can use
/// up, so that people can decide while agents flood.
public final class ChatDoor implements AutoCloseable {
  /// Chats keep few connections; so many are far beyond one workspace and one tenant.
  static final int MOST_CONNECTIONS = 2_400;

  private final String host;
  private final int port;
  private final Javalin javalin;

  public ChatDoor(String host, int port, MeterRegistry meters, List<Mount> mounts) {
    this.host = host;
    this.port = port;
    HttpMetrics metrics = new HttpMetrics(meters);
    this.javalin =
        Javalin.create(config -> {
          JettyEdge.configure(config, host, port, HttpSettings.IDLE_TIMEOUT, MOST_CONNECTIONS);
          AgentApi.mount(config, new EdgeFilter(metrics, System::nanoTime), mounts);
          config.routes.exception(
              io.javalin.http.HttpResponseException.class,
              (_, ctx) -> Problems.answer(ctx, Problems.unknownRoute()));
        });
  }

  /// @throws CannotListenException when the port is taken, or no address of this machine
  public void start() {
    CannotListenException.starting("server.host, server.chat_port", host, port, javalin::start);
  }

  /// The port that was taken.
  public int port() {
    return javalin.port();
  }

  @Override
  public void close() {
    javalin.stop();
  }
}
