package dev.countersign.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/// A Slack whose app was granted nothing: it refuses each call at once, so that what is measured is
/// the gate.
final class ScopelessSlack implements AutoCloseable {
  private static final byte[] NO =
      "{\"ok\":false,\"error\":\"missing_scope\"}".getBytes(StandardCharsets.UTF_8);

  private final HttpServer server;

  private ScopelessSlack(HttpServer server) {
    this.server = server;
  }

  static ScopelessSlack start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext(
          "/",
          exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, NO.length);
            exchange.getResponseBody().write(NO);
            exchange.close();
          });
      server.start();
      return new ScopelessSlack(server);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI api() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/api/");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
