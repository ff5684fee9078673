package dev.countersign.sandbox.slack;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonShapeException;
import dev.countersign.sandbox.wire.HttpCall;
import dev.countersign.sandbox.wire.HttpReply;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `/sandbox/slack`: looking at a channel, pressing a button and sending a modal with curl. Reading
/// changes nothing; pressing and sending want a JSON body, which no foreign web page can send
/// without being asked first.
final class Inspection {
  static final String PATH = "/sandbox/slack/";

  /// What the door lends to curl.
  interface Pressing {
    SlackPress press(String channel, String ts, String actionIdOrLabel, String userId);
  }

  interface Submitting {
    Submission submit(String userId, OpenedView view, Map<String, String> filled);
  }

  private final ChannelHistory conversations;
  private final Modals modals;
  private final Pressing pressing;
  private final Submitting submitting;

  Inspection(
      ChannelHistory conversations, Modals modals, Pressing pressing, Submitting submitting) {
    this.conversations = conversations;
    this.modals = modals;
    this.pressing = pressing;
    this.submitting = submitting;
  }

  HttpReply handle(HttpCall call) {
    try {
      return switch (call.path().substring(PATH.length())) {
        case "messages" -> call.method().equals("GET") ? messages(call) : notAllowed("GET");
        case "modal" -> call.method().equals("GET") ? modal(call) : notAllowed("GET");
        case "press" -> call.isPost() ? press(call) : notAllowed("POST");
        case "submit" -> call.isPost() ? submit(call) : notAllowed("POST");
        default -> HttpReply.json(404, error("not_found"));
      };
    } catch (ApiError invalid) {
      return HttpReply.json(400, invalid.toJson());
    } catch (JsonShapeException _) {
      return HttpReply.json(400, error("invalid_arguments"));
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

  private HttpReply modal(HttpCall call) {
    OpenedView seen = seen(Arguments.of(call).required("user"));
    return HttpReply.json(
        200, JsonObject.builder().put("ok", true).put("rendered", seen.rendered()).build());
  }

  private OpenedView seen(String user) {
    return modals
        .of(user)
        .orElseThrow(() -> new PressRefusedException(PressRefusedException.Reason.NO_SUCH_VIEW));
  }

  /// `values` by block id, each a string.
  private HttpReply submit(HttpCall call) {
    if (!call.mediaType().equals(Optional.of("application/json"))) {
      return HttpReply.json(415, error("invalid_post_type"));
    }
    Arguments arguments = Arguments.of(call);
    String user = arguments.required("user");
    Map<String, String> filled = new LinkedHashMap<>();
    if (arguments.structure("values", "invalid_arguments").orElse(JsonObject.EMPTY)
        instanceof JsonObject values) {
      values.members().keySet().forEach(block -> filled.put(block, values.text(block)));
    }
    Submission sent = submitting.submit(user, seen(user), filled);
    JsonObject told =
        JsonObject.builder()
            .put("ok", sent.delivery().acknowledged())
            .put("status", sent.delivery().status())
            .put("elapsed_ms", sent.delivery().answer().elapsed().toMillis())
            .put("shown", shown(sent.outcome()))
            .build();
    return HttpReply.json(200, told);
  }

  private static @Nullable String shown(Submission.Outcome outcome) {
    return switch (outcome) {
      case Submission.Outcome.Closed _ -> null;
      case Submission.Outcome.Errors(Map<String, String> byBlock) ->
          String.join("\n", byBlock.values());
      case Submission.Outcome.Updated(OpenedView view) -> view.rendered();
      case Submission.Outcome.Trouble(String why) -> why;
    };
  }

  private HttpReply press(HttpCall call) {
    if (!call.mediaType().equals(Optional.of("application/json"))) {
      return HttpReply.json(415, error("invalid_post_type"));
    }
    Arguments arguments = Arguments.of(call);
    SlackPress press =
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
                PostedButton.all(message.blocks()),
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
