package dev.countersign.sandbox.teams;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.sandbox.wire.HttpReply;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// What the app says in the conversations that the playground shows goes to the playground, at one
/// fixed address on this machine, after the sandbox has checked it like everything else and without
/// the app's token. Messages that the sandbox holds stay with it, and so does everything that is
/// asked about people, teams and channels.
final class PlaygroundClient implements AutoCloseable {
  private static final String CONNECTOR = "/_connector";
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long MAX_ANSWER_BYTES = 256 * 1024;

  private final URI playground;
  private final Set<String> conversations;
  private final Messages messages;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(PATIENCE)
          .build();

  /// @param playground `http://127.0.0.1:PORT`
  /// @param conversations ids without `;messageid=`
  PlaygroundClient(URI playground, Set<String> conversations, Messages messages) {
    if (!"http".equals(playground.getScheme())
        || !"127.0.0.1".equals(playground.getHost())
        || playground.getPort() < 1
        || !playground.getPath().isEmpty()) {
      throw new IllegalArgumentException("the playground is at http://127.0.0.1:PORT");
    }
    this.playground = playground;
    this.conversations = Set.copyOf(conversations);
    this.messages = messages;
  }

  int port() {
    return playground.getPort();
  }

  /// Whether the playground at our port calls itself by this service URL.
  boolean isAt(String serviceUrl) {
    String end = ":" + port() + CONNECTOR;
    return serviceUrl.equals("http://localhost" + end)
        || serviceUrl.equals("http://127.0.0.1" + end);
  }

  /// @param conversation with or without `;messageid=`
  boolean shows(String conversation) {
    return conversations.contains(conversation.split(";messageid=", 2)[0]);
  }

  /// The playground's answer; empty when the call is not for it.
  Optional<HttpReply> answer(ConnectorRequest call) {
    return switch (call.operation()) {
      case SEND ->
          shows(call.conversation()) && call.thread().or(call::item).filter(held(call)).isEmpty()
              ? Optional.of(said(call))
              : Optional.empty();
      case UPDATE, DELETE ->
          shows(call.conversation()) && call.item().filter(held(call)).isEmpty()
              ? Optional.of(said(call))
              : Optional.empty();
      case CREATE_CONVERSATION -> begun(call.body());
      default -> Optional.empty();
    };
  }

  /// Whether the sandbox holds the message, or the thread that it began.
  private Predicate<String> held(ConnectorRequest call) {
    return id ->
        messages.all(call.conversation()).stream()
            .anyMatch(one -> one.id().equals(id) || one.thread().equals(id));
  }

  private HttpReply said(ConnectorRequest call) {
    String path =
        "/v3/conversations/"
            + escaped(call.ids().getFirst())
            + "/activities"
            + call.item().map(item -> "/" + escaped(item)).orElse("");
    Optional<JsonObject> activity =
        call.operation() == ConnectorOperation.DELETE
            ? Optional.empty()
            : Optional.of(ActivityMethods.checked(call.body()));
    return send(call.http().method(), path, activity);
  }

  /// A thread of a channel, which the playground begins by a message alone; empty for anything
  /// else.
  private Optional<HttpReply> begun(JsonObject wanted) {
    Optional<String> channel =
        wanted
            .optionalObject("channelData")
            .flatMap(data -> data.optionalObject("channel"))
            .flatMap(named -> named.optionalText("id"))
            .filter(this::shows);
    Optional<JsonObject> first = wanted.optionalObject("activity").map(ActivityMethods::checked);
    if (channel.isEmpty() || first.isEmpty()) {
      return Optional.empty();
    }
    HttpReply reply =
        send("POST", "/v3/conversations/" + escaped(channel.get()) + "/activities", first);
    return Optional.of(
        postedId(reply)
            .<HttpReply>map(id ->
                HttpReply.json(
                    201,
                    Activities.object("id", channel.get() + ";messageid=" + id, "activityId", id)))
            .orElse(reply));
  }

  private static Optional<String> postedId(HttpReply reply) {
    if (!(reply instanceof HttpReply.Answer(int status, _, String body)) || status != 201) {
      return Optional.empty();
    }
    try {
      return CanonicalJson.parse(body.getBytes(StandardCharsets.UTF_8)) instanceof JsonObject posted
          ? posted.optionalText("id")
          : Optional.empty();
    } catch (JsonRefusedException _) {
      return Optional.empty();
    }
  }

  private HttpReply send(String method, String path, Optional<JsonObject> activity) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(playground + CONNECTOR + path))
            .timeout(PATIENCE)
            .header("Content-Type", "application/json; charset=utf-8")
            .method(
                method,
                activity
                    .map(CanonicalJson::bytes)
                    .map(BodyPublishers::ofByteArray)
                    .orElseGet(BodyPublishers::noBody))
            .build();
    try {
      HttpResponse<String> response =
          http.send(
              request,
              BodyHandlers.limiting(
                  BodyHandlers.ofString(StandardCharsets.UTF_8), MAX_ANSWER_BYTES));
      return new HttpReply.Answer(
          response.statusCode(),
          Map.of("Content-Type", "application/json; charset=utf-8"),
          response.body());
    } catch (IOException _) {
      return HttpReply.json(
          503,
          new ConnectorError(
                  503, "ServiceUnavailable", "No playground answers at port " + port() + ".")
              .toJson());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new HttpReply.Drop();
    }
  }

  private static String escaped(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
