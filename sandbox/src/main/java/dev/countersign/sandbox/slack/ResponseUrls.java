package dev.countersign.sandbox.slack;

import dev.countersign.sandbox.SandboxSecrets;
import dev.countersign.sandbox.slack.Ephemeral.Source;
import dev.countersign.sandbox.wire.HttpCall;
import dev.countersign.sandbox.wire.HttpReply;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// Answers to an interaction by its `response_url`: five times within thirty minutes, ephemeral
/// unless asked otherwise (docs.slack.dev/interactivity/handling-user-interaction).
///
/// The documentation names no error codes; `used_url` and `expired_url` with HTTP 404 are what
/// Slack's users report.
final class ResponseUrls {
  static final int MAX_USES = 5;
  static final Duration LIFETIME = Duration.ofMinutes(30);
  static final String MESSAGE_PATH = "/actions/";
  static final String COMMAND_PATH = "/commands/";

  private final ChatMethods chat;
  private final ChannelHistory conversations;
  private final InstantSource clock;
  private final Supplier<URI> base;
  private final Map<String, Origin> origins = new HashMap<>();

  ResponseUrls(
      ChatMethods chat, ChannelHistory conversations, InstantSource clock, Supplier<URI> base) {
    this.chat = chat;
    this.conversations = conversations;
    this.clock = clock;
    this.base = base;
  }

  String forMessage(String channel, String ts, String user) {
    return issue(MESSAGE_PATH, channel, Optional.of(ts), user);
  }

  String forCommand(String channel, String user) {
    return issue(COMMAND_PATH, channel, Optional.empty(), user);
  }

  HttpReply handle(HttpCall call) {
    try {
      Origin origin = use(call.path());
      answer(origin, call);
      return HttpReply.text(200, "ok");
    } catch (ApiError error) {
      return HttpReply.json(status(error.code()), error.toJson());
    }
  }

  private synchronized String issue(String kind, String channel, Optional<String> ts, String user) {
    String path =
        kind + Workspace.TEAM_ID + "/" + (origins.size() + 1) + "/" + SandboxSecrets.unguessable();
    String url = base.get() + path;
    origins.put(path, new Origin(url, channel, ts, user, clock.instant().plus(LIFETIME), 0));
    return url;
  }

  /// Counts one more use. The last instant is already too late.
  private synchronized Origin use(String path) {
    Origin origin = origins.get(path);
    if (origin == null) {
      throw new ApiError("no_such_url");
    }
    if (!clock.instant().isBefore(origin.expiresAt())) {
      throw new ApiError("expired_url");
    }
    if (origin.uses() >= MAX_USES) {
      throw new ApiError("used_url");
    }
    origins.put(path, origin.usedAgain());
    return origin;
  }

  private void answer(Origin origin, HttpCall call) {
    if (!call.mediaType().equals(Optional.of("application/json"))) {
      throw new ApiError("invalid_payload");
    }
    Arguments arguments = Arguments.of(call);
    if (arguments.flag("delete_original")) {
      if (!arguments.names().equals(Set.of("delete_original"))) {
        throw new ApiError("invalid_payload", "delete_original must be the sole attribute");
      }
      chat.erase(original(origin));
      return;
    }
    MessageArguments said = MessageArguments.of(arguments);
    if (arguments.flag("replace_original")) {
      chat.replace(original(origin), said);
    } else if (inChannel(arguments)) {
      chat.add(origin.channel(), said, arguments.text("thread_ts"));
    } else {
      chat.whisper(
          origin.channel(), origin.user(), said, Source.RESPONSE_URL, Optional.of(origin.url()));
    }
  }

  private static boolean inChannel(Arguments arguments) {
    return switch (arguments.text("response_type").orElse("ephemeral")) {
      case "in_channel" -> true;
      case "ephemeral" -> false;
      default -> throw new ApiError("invalid_payload", "unknown response_type");
    };
  }

  private PostedMessage original(Origin origin) {
    String ts =
        origin.ts().orElseThrow(() -> new ApiError("invalid_payload", "a command has no original"));
    return conversations
        .find(origin.channel(), ts)
        .orElseThrow(() -> new ApiError("message_not_found"));
  }

  private static int status(String code) {
    return switch (code) {
      case "no_such_url", "expired_url", "used_url", "message_not_found" -> 404;
      default -> 400;
    };
  }

  private record Origin(
      String url, String channel, Optional<String> ts, String user, Instant expiresAt, int uses) {
    Origin usedAgain() {
      return new Origin(url, channel, ts, user, expiresAt, uses + 1);
    }
  }
}
