package dev.countersign.sandbox.slack;

import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.wire.FaultScript;
import dev.countersign.sandbox.wire.HttpCall;
import dev.countersign.sandbox.wire.HttpReply;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// `/api/{method}`. Answers HTTP 200 with `ok` as Slack does, except for rate limits and scripted
/// faults.
///
/// 1 the method exists · 2 no fault is scripted · 3 the arguments can be read · 4 the token is ours
/// · 5 the channel's rate allows it · 6 the method itself
final class WebApi {
  private static final Set<String> POSTING = Set.of("chat.postMessage", "chat.postEphemeral");
  private static final String BEARER = "Bearer ";

  private final String botToken;
  private final FaultScript<Fault> faults;
  private final PostingRate rateLimit;
  private final Map<String, ApiMethod> methods = new HashMap<>();

  WebApi(
      String botToken,
      FaultScript<Fault> faults,
      PostingRate rateLimit,
      ChatMethods chat,
      DirectoryMethods directory,
      ViewMethods views) {
    this.botToken = botToken;
    this.faults = faults;
    this.rateLimit = rateLimit;
    methods.putAll(chat.byName());
    methods.putAll(directory.byName());
    methods.putAll(views.byName());
  }

  HttpReply handle(String name, HttpCall call) {
    ApiMethod method = methods.get(name);
    if (method == null) {
      return HttpReply.json(200, new ApiError("unknown_method").toJson());
    }
    return switch (faults.next(name).orElse(null)) {
      case null -> answer(name, method, call);
      case Fault.RateLimited(Duration after) -> rateLimited(after);
      case Fault.Status(int status) -> HttpReply.text(status, "upstream error");
      case Fault.Answer(String error) -> HttpReply.json(200, new ApiError(error).toJson());
      case Fault.Hang _ -> new HttpReply.Hang();
      case Fault.Drop _ -> new HttpReply.Drop();
      case Fault.ApplyThenDrop _ -> {
        answer(name, method, call);
        yield new HttpReply.Drop();
      }
    };
  }

  private HttpReply answer(String name, ApiMethod method, HttpCall call) {
    try {
      Arguments arguments = Arguments.of(call);
      requireToken(call, arguments);
      if (POSTING.contains(name)) {
        Optional<Duration> wait = rateLimit.refuse(arguments.required("channel"));
        if (wait.isPresent()) {
          return rateLimited(wait.get());
        }
      }
      JsonObject answer = method.call(arguments);
      return HttpReply.json(200, answer);
    } catch (ApiError error) {
      return HttpReply.json(200, error.toJson());
    }
  }

  private void requireToken(HttpCall call, Arguments arguments) {
    String presented =
        call.header("Authorization")
            .filter(header -> header.startsWith(BEARER))
            .map(header -> header.substring(BEARER.length()))
            .or(() -> arguments.text("token"))
            .orElseThrow(() -> new ApiError("not_authed"));
    if (!MessageDigest.isEqual(bytes(presented), bytes(botToken))) {
      throw new ApiError("invalid_auth");
    }
  }

  private static HttpReply.Answer rateLimited(Duration after) {
    HttpReply.Answer answer = HttpReply.json(429, new ApiError("ratelimited").toJson());
    var headers = new HashMap<>(answer.headers());
    headers.put("Retry-After", Long.toString(after.toSeconds()));
    return new HttpReply.Answer(answer.status(), Map.copyOf(headers), answer.body());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
