package dev.countersign.sandbox.slack;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.sandbox.SandboxSecrets;
import dev.countersign.sandbox.wire.CallbackDelivery;
import dev.countersign.sandbox.wire.CallbackDelivery.Answer;
import dev.countersign.sandbox.wire.LoopbackSockets;
import dev.countersign.sandbox.wire.SocketLine;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// Socket Mode (docs.slack.dev/apis/events-api/using-socket-mode): the app fetches an address that
/// works once, connects, and gets what would be posted to it otherwise; each envelope goes to one
/// of its connections, and counts as failed when it is not acknowledged in time.
public final class SlackSockets implements AutoCloseable {
  /// At one time; whoever comes on top is sent away.
  public static final int MOST_CONNECTIONS = 10;

  private static final String PATH = "/link/";

  private final Duration deadline;
  private final LoopbackSockets sockets = LoopbackSockets.start(this::admit);
  private final Set<String> tickets = ConcurrentHashMap.newKeySet();
  private final Map<String, CompletableFuture<String>> awaited = new ConcurrentHashMap<>();
  private final List<Connection> open = new ArrayList<>();
  private final List<String> acknowledged = new ArrayList<>();
  private long turn;
  private int opened;
  private String appId = Workspace.APP_ID;

  SlackSockets(Duration deadline) {
    this.deadline = deadline;
  }

  /// A new address.
  URI issue() {
    String ticket = SandboxSecrets.unguessable();
    tickets.add(ticket);
    return URI.create(sockets.base() + PATH + "?ticket=" + ticket + "&app_id=" + Workspace.APP_ID);
  }

  /// From now on sockets say that they are of another app, as after a mix-up of tokens.
  public synchronized void sayTheyAreOf(String otherAppId) {
    appId = otherAppId;
  }

  /// Connections that envelopes go to now.
  public synchronized int connections() {
    return (int) open.stream().filter(one -> !one.leaving).count();
  }

  /// Waits until there are exactly so many; whether that came in time.
  public boolean await(int connections, Duration atMost) {
    return await(() -> connections() == connections, atMost);
  }

  /// Waits until so many were opened in all; whether that came in time.
  public boolean awaitOpened(int inAll, Duration atMost) {
    return await(() -> opened >= inAll, atMost);
  }

  private synchronized boolean await(BooleanSupplier holds, Duration atMost) {
    long end = System.nanoTime() + atMost.toNanos();
    try {
      while (!holds.getAsBoolean()) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
      return true;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /// Ids of the envelopes that were acknowledged, each as often as it was.
  public synchronized List<String> acknowledged() {
    return List.copyOf(acknowledged);
  }

  /// Tells every connection that it ends soon, and sends it nothing more.
  ///
  /// @param reason `warning`, `refresh_requested`, `link_disabled` or `too_many_websockets`
  public synchronized void sayGoodbye(String reason) {
    open.forEach(one -> one.leave(reason));
    notifyAll();
  }

  /// From now on nothing is sent, not even a sign of life, as behind a firewall that forgot.
  public void fallSilent() {
    copy().forEach(one -> one.line().fallSilent());
  }

  /// Every connection is cut without a word.
  public void cut() {
    copy().forEach(one -> one.line().cut());
  }

  /// Says something to every connection that is no envelope.
  public void say(String text) {
    copy().forEach(one -> one.line().say(text));
  }

  /// Puts the payload into an envelope, gives it to one connection and waits for its answer.
  CallbackDelivery deliver(String kind, JsonObject payload) {
    String id = UUID.randomUUID().toString();
    return send(
        id,
        CanonicalJson.text(
            JsonObject.builder()
                .put("envelope_id", id)
                .put("type", kind)
                .put("accepts_response_payload", !kind.equals("events_api"))
                .put("payload", payload)
                .build()));
  }

  /// The very same envelope once more, as when the first acknowledgement was lost.
  public CallbackDelivery repeat(CallbackDelivery earlier) {
    return send(id(earlier.body()).orElseThrow(), earlier.body());
  }

  /// Any text as an envelope of this id.
  public CallbackDelivery send(String id, String text) {
    long start = System.nanoTime();
    var answer = new CompletableFuture<String>();
    awaited.put(id, answer);
    try {
      Optional<Connection> chosen = next();
      if (chosen.isEmpty() || !chosen.get().line().say(text)) {
        return delivery(text, new Answer.DidNotRespond("no connection", since(start)));
      }
      String body = answer.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
      return delivery(text, new Answer.Answered(200, body, since(start)));
    } catch (TimeoutException _) {
      return delivery(
          text, new Answer.DidNotRespond("no acknowledgement within " + deadline, since(start)));
    } catch (ExecutionException e) {
      throw new IllegalStateException("an acknowledgement is a text", e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return delivery(text, new Answer.DidNotRespond("interrupted", since(start)));
    } finally {
      awaited.remove(id);
    }
  }

  @Override
  public void close() {
    sockets.close();
  }

  private CallbackDelivery delivery(String text, Answer answer) {
    return new CallbackDelivery(sockets.base(), Map.of(), text, answer);
  }

  private synchronized Optional<Connection> next() {
    List<Connection> able = open.stream().filter(one -> !one.leaving).toList();
    return able.isEmpty() ? Optional.empty() : Optional.of(able.get((int) (turn++ % able.size())));
  }

  private synchronized List<Connection> copy() {
    return List.copyOf(open);
  }

  private Optional<LoopbackSockets.Guest> admit(URI asked) {
    String query = asked.getQuery() == null ? "" : asked.getQuery();
    return List.of(query.split("&", -1)).stream()
        .filter(part -> part.startsWith("ticket="))
        .map(part -> part.substring("ticket=".length()))
        .filter(tickets::remove)
        .findFirst()
        .map(_ -> new Connection());
  }

  private synchronized void enter(Connection connection, SocketLine line) {
    connection.line = line;
    if (open.size() >= MOST_CONNECTIONS) {
      connection.leave("too_many_websockets");
      line.close(SocketLine.NORMAL);
      return;
    }
    open.add(connection);
    opened++;
    line.say(
        CanonicalJson.text(
            JsonObject.builder()
                .put("type", "hello")
                .put("num_connections", open.size())
                .put(
                    "debug_info",
                    JsonObject.builder()
                        .put("host", "sandbox")
                        .put("approximate_connection_time", 18060)
                        .build())
                .put("connection_info", JsonObject.builder().put("app_id", appId).build())
                .build()));
    line.ping();
    notifyAll();
  }

  private synchronized void leave(Connection connection) {
    open.remove(connection);
    notifyAll();
  }

  /// An acknowledgement without a payload is an empty answer, as over HTTP.
  private void take(String text) {
    Optional<String> id = id(text);
    CompletableFuture<String> waiting = id.map(awaited::get).orElse(null);
    if (id.isEmpty() || waiting == null) {
      return;
    }
    synchronized (this) {
      acknowledged.add(id.get());
    }
    Json payload = parsed(text).map(json -> json.get("payload")).orElse(null);
    waiting.complete(payload == null ? "" : CanonicalJson.text(payload));
  }

  private static Optional<String> id(String text) {
    return parsed(text)
        .filter(json -> json.has("envelope_id"))
        .map(json -> json.text("envelope_id"));
  }

  private static Optional<JsonObject> parsed(String text) {
    try {
      return CanonicalJson.parse(text.getBytes(StandardCharsets.UTF_8)) instanceof JsonObject json
          ? Optional.of(json)
          : Optional.empty();
    } catch (JsonRefusedException _) {
      return Optional.empty();
    }
  }

  private static Duration since(long start) {
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private final class Connection implements LoopbackSockets.Guest {
    private volatile @Nullable SocketLine line;
    private volatile boolean leaving;

    /// Of one that is open.
    SocketLine line() {
      return Objects.requireNonNull(line);
    }

    @Override
    public void opened(SocketLine opened) {
      enter(this, opened);
    }

    @Override
    public void said(String text) {
      take(text);
    }

    @Override
    public void gone() {
      SlackSockets.this.leave(this);
    }

    void leave(String reason) {
      leaving = true;
      line()
          .say(
              CanonicalJson.text(
                  JsonObject.builder()
                      .put("type", "disconnect")
                      .put("reason", reason)
                      .put("debug_info", JsonObject.builder().put("host", "sandbox").build())
                      .build()));
    }
  }
}
