package dev.countersign.sandbox.teams;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// A bot that keeps what it was sent and answers as told.
final class BotDouble implements AutoCloseable {
  record Received(JsonObject activity, String authorization) {}

  private final HttpServer server;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final CountDownLatch silence = new CountDownLatch(1);

  private volatile int status = 200;
  private volatile String answer = message("ok");
  private volatile boolean silent;

  BotDouble() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::take);
    server.start();
  }

  static String message(String text) {
    return answer(200, "application/vnd.microsoft.activity.message", Json.of(text));
  }

  static String card(JsonObject card) {
    return answer(200, "application/vnd.microsoft.card.adaptive", card);
  }

  static String answer(int statusCode, String type, Json value) {
    return CanonicalJson.text(
        JsonObject.builder()
            .put("statusCode", statusCode)
            .put("type", type)
            .put("value", value)
            .build());
  }

  void answers(int newStatus, String body) {
    status = newStatus;
    answer = body;
  }

  void neverAnswers() {
    silent = true;
  }

  URI messages() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/teams/messages");
  }

  List<Received> received() {
    return List.copyOf(received);
  }

  Received last() {
    return received.getLast();
  }

  private void take(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    received.add(
        new Received(
            (JsonObject) CanonicalJson.parse(body),
            String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))));
    if (silent) {
      try {
        silence.await();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    silence.countDown();
    server.stop(0);
  }
}
