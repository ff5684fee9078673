package dev.countersign.sandbox.billing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/// A billing service on the loopback address that keeps what it really receives.
public final class BillingTarget implements AutoCloseable {
  public static final String REFUNDS = "/v1/refunds";

  private static final List<Charge> CHARGES =
      List.of(
          new Charge("charge_3101", "a lamp, EUR 42.50"),
          new Charge("charge_3102", "a dining table, EUR 2,400.00"),
          new Charge("charge_3103", "a kitchen, EUR 14,900.00"),
          new Charge("charge_3104", "a mug, EUR 9.90"));

  private static final int MAX_BODY_BYTES = 64 * 1024;
  private static final int MAX_KEPT = 1_000;
  private static final byte[] CREATED =
      "{\"refund\":\"re_9001\",\"status\":\"created\"}".getBytes(StandardCharsets.UTF_8);

  /// One request as it came in; the names of its headers compare without case.
  public record Received(
      String method, String path, SortedMap<String, String> headers, String body) {
    public Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name));
    }
  }

  /// What somebody paid.
  ///
  /// @param about what for, and how much
  public record Charge(String id, String about) {}

  private final HttpServer server;
  private final String authorization;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private volatile Runnable beforeAnswering = () -> {};

  private BillingTarget(HttpServer server, String authorization) {
    this.server = server;
    this.authorization = authorization;
  }

  /// @param authorization the only value of the header `Authorization` that it lets in
  public static BillingTarget start(String authorization) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      BillingTarget billing = new BillingTarget(server, authorization);
      server.createContext(REFUNDS, billing::answer);
      server.start();
      return billing;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES);
      SortedMap<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
      exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
      if (received.size() < MAX_KEPT) {
        received.add(
            new Received(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getPath(),
                headers,
                new String(body, StandardCharsets.UTF_8)));
      }
      if (!authorization.equals(headers.get("Authorization"))) {
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      beforeAnswering.run();
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(201, CREATED.length);
      exchange.getResponseBody().write(CREATED);
    }
  }

  /// What happens from now on between taking a request and answering it.
  public void beforeAnswering(Runnable work) {
    beforeAnswering = work;
  }

  public URI baseUrl() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// What an agent may choose from; a refund of any other is taken, too.
  public List<Charge> charges() {
    return CHARGES;
  }

  public List<Received> received() {
    return List.copyOf(received);
  }

  /// Those that carried this idempotency key.
  public List<Received> received(String key) {
    return received.stream()
        .filter(request -> request.header("idempotency-key").filter(key::equals).isPresent())
        .collect(Collectors.toUnmodifiableList());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
