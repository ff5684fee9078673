package dev.countersign.app.http;

import dev.countersign.json.CanonicalJson;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/// How every server of ours listens: bounded, silent about itself, one virtual thread per request.
final class JettyEdge {
  /// For accepting and selecting, which stand beside the threads of the connections.
  private static final int SPARE_THREADS = 50;

  private static final int SPARE_CONNECTIONS = 100;

  private JettyEdge() {}

  /// @param idleTimeout how long a connection may stand still, also in the middle of a body
  static void configure(
      JavalinConfig config, String host, int port, Duration idleTimeout, int mostConnections) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.prefer405over404 = true;
    config.http.generateEtags = false;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.jetty.threadPool =
        new VirtualThreadPool(mostConnections + SPARE_CONNECTIONS + SPARE_THREADS);
    config.jetty.modifyHttpConfiguration(JettyEdge::bound);
    config.jetty.addConnector(
        (server, http) -> connector(server, http, host, port, idleTimeout, mostConnections));
    config.jetty.modifyServletContextHandler(context -> context.setErrorHandler(new BareErrors()));
    config.jetty.modifyServer(server -> {
      server.setErrorHandler(new BareErrors());
      server.setStopTimeout(HttpSettings.STOP_TIMEOUT.toMillis());
      // Beyond what makes room by itself; for the moment until it has.
      server.addBean(new NetworkConnectionLimit(mostConnections + SPARE_CONNECTIONS, server));
    });
  }

  private static void bound(HttpConfiguration http) {
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(HttpSettings.MOST_HEADER_BYTES);
    // A connection's cache of header lines ignores letter case unless told otherwise: a credential
    // that differs in case alone would be read as the genuine one before it. So there is none.
    http.setHeaderCacheCaseSensitive(true);
    http.setHeaderCacheSize(0);
  }

  private static ServerConnector connector(
      Server server,
      HttpConfiguration http,
      String host,
      int port,
      Duration idleTimeout,
      int mostConnections) {
    // No single address has all places; behind a proxy it has most of what comes, so half of them.
    OpenConnections connections =
        new OpenConnections(mostConnections, mostConnections / 2, idleTimeout, System::nanoTime);
    http.addCustomizer(connections);
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(host);
    connector.setPort(port);
    connector.setIdleTimeout(idleTimeout.toMillis());
    connector.addBean(connections);
    connector.addEventListener(connections);
    server.addEventListener(
        new LifeCycle.Listener() {
          @Override
          public void lifeCycleStopping(LifeCycle stopping) {
            connections.endIdle();
          }
        });
    return connector;
  }

  /// For what fails before any route is known, and for a mount's `sendError`: no page, no stack,
  /// the same form as everywhere.
  private static final class BareErrors extends ErrorHandler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      Problem problem = problem(response.getStatus());
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
      response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
      response.getHeaders().put("X-Content-Type-Options", "nosniff");
      response.write(true, ByteBuffer.wrap(CanonicalJson.bytes(problem.document())), callback);
      return true;
    }

    private static Problem problem(int status) {
      return switch (status) {
        case 400 -> Problem.of(status, "bad_request", "the request could not be read");
        case 431 -> Problem.of(status, "headers_too_large", "line and headers are bounded");
        case 501 -> Problem.of(status, "not_implemented", "this way of sending is not taken here");
        case 505 -> Problem.of(status, "http_version", "speak HTTP/1.1");
        default ->
            status < 500
                ? Problem.of(status, "refused", "the request was refused")
                : Problem.of(status, "internal_error", "the gate failed");
      };
    }
  }
}
