package dev.countersign.sandbox.slack;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.wire.HttpCall;
import dev.countersign.sandbox.wire.HttpReply;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// `/sandbox/slack`: looking at a channel and pressing a button with curl. Reading changes nothing;
/// pressing wants a JSON body, which no foreign web page can send without being asked first.
final class Inspection {
  static final String PATH = "/sandbox/slack/";

  /// What the door lends to curl.
  interface Pressing {
    Press press(String channel, String ts, String actionIdOrLabel, String userId);
  }

  private final Conversations conversations;
  private final Pressing pressing;

  Inspection(Conversations conversations, Pressing pressing) {
    this.conversations = conversations;
    this.pressing = pressing;
  }

  HttpReply handle(HttpCall call) {
    try {
      return switch (call.path().substring(PATH.length())) {
        case "messages" -> call.method().equals("GET") ? messages(call) : notAllowed("GET");
        case "press" -> call.isPost() ? press(call) : notAllowed("POST");
        default -> HttpReply.json(404, error("not_found"));
      };
    } catch (ApiError invalid) {
      return HttpReply.json(400, invalid.toJson());
    } catch (PressRefusedException refused) {
      return HttpReply.json(409, error(refused.code()));
    }
  }

  private HttpReply messages(HttpCall call) {
    String channel = Arguments.of(call).required("channel");
    JsonObject seen =
        JsonObject.builder()
            .put("ok", true)
            .put("channel", channel)
            .put("messages", JsonArray.of(conversations.visible(channel), Inspection::described))
            .put(
                "ephemerals",
                JsonArray.of(conversations.ephemerals(channel), Inspection::described))
            .build();
    return HttpReply.json(200, seen);
  }

  private HttpReply press(HttpCall call) {
    if (!call.mediaType().equals(Optional.of("application/json"))) {
      return HttpReply.json(415, error("invalid_post_type"));
    }
    Arguments arguments = Arguments.of(call);
    Press press =
        pressing.press(
            arguments.required("channel"),
            arguments.required("ts"),
            arguments.required("action"),
            arguments.required("user"));
    JsonObject told =
        JsonObject.builder()
            .put("ok", press.acknowledged())
            .put("status", press.delivery().status())
            .put("elapsed_ms", press.delivery().answer().elapsed().toMillis())
            .put("shown", press.delivery().shownToUser().orElse(null))
            .build();
    return HttpReply.json(200, told);
  }

  private static JsonObject described(PostedMessage message) {
    return message
        .toJson()
        .with("versions", Json.of(message.versions().size()))
        .with("rendered", Json.of(message.rendered()))
        .with(
            "buttons",
            JsonArray.of(
                Button.all(message.blocks()),
                button ->
                    JsonObject.builder()
                        .put("action", button.actionId())
                        .put("label", button.label())
                        .build()));
  }

  private static JsonObject described(Ephemeral seen) {
    return JsonObject.builder()
        .put("user", seen.user())
        .put("ts", seen.ts())
        .put("text", seen.text())
        .put("source", seen.source().name().toLowerCase(Locale.ROOT))
        .put("rendered", seen.rendered())
        .build();
  }

  private static HttpReply notAllowed(String method) {
    HttpReply.Answer answer = HttpReply.json(405, error("method_not_allowed"));
    return new HttpReply.Answer(
        answer.status(),
        Map.of("Content-Type", "application/json; charset=utf-8", "Allow", method),
        answer.body());
  }

  private static JsonObject error(String code) {
    return JsonObject.builder().put("ok", false).put("error", code).build();
  }
}
