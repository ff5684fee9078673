package dev.countersign.sandbox.slack;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/// An app that keeps what it was sent and answers as told.
final class AppDouble implements AutoCloseable {
  record Received(String path, String body, String timestamp, String signature) {}

  private final HttpServer server;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final CountDownLatch silence = new CountDownLatch(1);

  private volatile int status = 200;
  private volatile String answer = "";
  private volatile boolean silent;

  AppDouble() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::take);
    server.start();
  }

  void answers(int newStatus, String body) {
    status = newStatus;
    answer = body;
  }

  void neverAnswers() {
    silent = true;
  }

  URI interactivity() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/interactivity");
  }

  URI commands() {
    return interactivity().resolve("/commands");
  }

  List<Received> received() {
    return List.copyOf(received);
  }

  private void take(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var headers = exchange.getRequestHeaders();
    received.add(
        new Received(
            exchange.getRequestURI().getPath(),
            body,
            String.valueOf(headers.getFirst("X-Slack-Request-Timestamp")),
            String.valueOf(headers.getFirst("X-Slack-Signature"))));
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
