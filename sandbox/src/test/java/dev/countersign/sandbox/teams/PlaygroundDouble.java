package dev.countersign.sandbox.teams;

import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.wire.HttpCall;
import dev.countersign.sandbox.wire.HttpReply;
import dev.countersign.sandbox.wire.LoopbackServer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// The connector of Microsoft 365 Agents Playground 0.2.28, as far as it was seen to answer.
final class PlaygroundDouble implements AutoCloseable {
  private final List<HttpCall> calls = new CopyOnWriteArrayList<>();
  private final LoopbackServer server = LoopbackServer.start(0, this::answer);

  URI base() {
    return server.base();
  }

  String serviceUrl() {
    return "http://localhost:" + base().getPort() + "/_connector";
  }

  List<HttpCall> calls() {
    return List.copyOf(calls);
  }

  /// What its client sends when somebody presses: it has no `trigger`, and nobody signs it.
  JsonObject pressed(TeamsUser by, String conversation, String activityId) {
    return JsonObject.builder()
        .put("type", "invoke")
        .put("name", "adaptiveCard/action")
        .put("channelId", "msteams")
        .put("serviceUrl", serviceUrl())
        .put("from", Activities.object("id", by.id(), "name", by.name()))
        .put("conversation", JsonObject.builder().put("id", conversation).build())
        .put("replyToId", activityId)
        .put("value", JsonObject.builder().put("action", Activities.object("verb", "ok")).build())
        .build();
  }

  private HttpReply answer(HttpCall call) {
    calls.add(call);
    JsonObject id = JsonObject.builder().put("id", Json.of("p" + calls.size())).build();
    return switch (call.method()) {
      case "POST" -> HttpReply.json(201, id);
      case "PUT" -> HttpReply.json(200, id);
      default -> new HttpReply.Answer(501, Map.of(), "");
    };
  }

  @Override
  public void close() {
    server.close();
  }
}
