package dev.countersign.faults;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A service that keeps what is written to a path, and shows it there.
final class AccountService implements AutoCloseable {
  static final String CREDENTIAL = "Bearer of-the-gate";

  private static final byte[] NOTHING = {'{', '}'};

  private final HttpServer server;
  private final Map<String, byte[]> held = new ConcurrentHashMap<>();
  private final List<String> arrived = new CopyOnWriteArrayList<>();

  private AccountService(HttpServer server) {
    this.server = server;
  }

  static AccountService start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      AccountService service = new AccountService(server);
      server.createContext("/v1/", service::answer);
      server.start();
      return service;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getAddress().getPort();
  }

  /// How many whole requests came, whatever they carried.
  long arrived(String method, String path) {
    return arrived.stream().filter((method + " " + path)::equals).count();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      if (!CREDENTIAL.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      arrived.add(exchange.getRequestMethod() + " " + path);
      byte[] shown =
          exchange.getRequestMethod().equals("GET") ? held.getOrDefault(path, NOTHING) : body;
      held.put(path, shown);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, shown.length);
      exchange.getResponseBody().write(shown);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
