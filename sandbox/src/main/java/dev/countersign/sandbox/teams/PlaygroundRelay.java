package dev.countersign.sandbox.teams;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.json.JsonShapeException;
import dev.countersign.sandbox.SandboxSecrets;
import dev.countersign.sandbox.wire.CallbackDelivery;
import dev.countersign.sandbox.wire.CallbackDelivery.Answer;
import dev.countersign.sandbox.wire.HttpCall;
import dev.countersign.sandbox.wire.HttpReply;
import dev.countersign.sandbox.wire.LoopbackServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Between Microsoft 365 Agents Playground, a Teams client that signs nothing, and an app that
/// takes signed activities alone: what the playground sends is signed here with the sandbox's
/// connector key and goes to the app with the sandbox's service URL, and the app's answer goes back
/// as it is.
///
/// Whoever may call it speaks for everybody in the tenant. So it listens on the loopback address,
/// knows a call by an address that cannot be guessed, and refuses what a web page sends: a foreign
/// `Host` (a rebound DNS name), any `Origin`, any `Sec-Fetch-Site`. It takes activities of the one
/// playground that it was told of, in the conversations that this shows.
///
/// | answer | when |
/// |---|---|
/// | 403 | a web page asks, or the conversation is not the playground's |
/// | 404 | another address |
/// | 405, 415, 400 | no `POST` (or the `HEAD` of a probe), no JSON, no activity |
/// | 409 | another playground, as one is that found its port taken |
/// | 504 | the app did not answer in [TeamsSandbox#ANSWER_DEADLINE] |
public final class PlaygroundRelay implements AutoCloseable {
  private final PlaygroundClient client;
  private final Function<JsonObject, CallbackDelivery> app;
  private final URI serviceUrl;
  private final String path = "/" + SandboxSecrets.unguessable() + "/api/messages";
  private final LoopbackServer server;

  /// @param app signs an activity and delivers it
  PlaygroundRelay(
      PlaygroundClient client, URI serviceUrl, Function<JsonObject, CallbackDelivery> app) {
    this.client = client;
    this.serviceUrl = serviceUrl;
    this.app = app;
    server = LoopbackServer.start(0, this::answer);
  }

  /// Where the playground finds its bot. A secret: whoever knows it speaks for everybody.
  public URI messages() {
    return URI.create(server.base() + path);
  }

  private HttpReply answer(HttpCall call) {
    if (call.header("Origin").isPresent() || call.header("Sec-Fetch-Site").isPresent()) {
      return HttpReply.text(403, "A web page may not call this.");
    }
    if (!MessageDigest.isEqual(bytes(call.path()), bytes(path))) {
      return HttpReply.text(404, "not found");
    }
    return switch (call.method()) {
      case "HEAD" -> new HttpReply.Answer(200, Map.of(), "");
      case "POST" -> posted(call);
      default -> HttpReply.text(405, "method not allowed");
    };
  }

  private HttpReply posted(HttpCall call) {
    if (!call.mediaType().equals(Optional.of("application/json"))) {
      return HttpReply.text(415, "The body is not JSON.");
    }
    try {
      return CanonicalJson.parse(bytes(call.body())) instanceof JsonObject activity
          ? relayed(activity)
          : HttpReply.text(400, "The body is no activity.");
    } catch (JsonRefusedException | JsonShapeException _) {
      return HttpReply.text(400, "The body is no activity.");
    }
  }

  private HttpReply relayed(JsonObject activity) {
    if (!client.isAt(activity.text("serviceUrl"))) {
      return HttpReply.text(
          409, "This is another playground than the one at port " + client.port() + ".");
    }
    if (!client.shows(activity.object("conversation").text("id"))) {
      return HttpReply.text(403, "This conversation is not the playground's.");
    }
    CallbackDelivery delivery =
        app.apply(activity.with("serviceUrl", Json.of(serviceUrl.toString())));
    return switch (delivery.answer()) {
      case Answer.Answered(int status, String body, _) ->
          new HttpReply.Answer(
              status, Map.of("Content-Type", "application/json; charset=utf-8"), body);
      case Answer.DidNotRespond _ -> HttpReply.text(504, "The app did not answer.");
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Stops taking activities; what the app says goes nowhere any more.
  @Override
  public void close() {
    server.close();
    client.close();
  }
}
