package dev.countersign.sandbox.slack;

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
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/// `/api/{method}`. Answers HTTP 200 with `ok` as Slack does, except for rate limits and scripted
/// faults.
///
/// 1 the method exists · 2 no fault is scripted · 3 the arguments can be read · 4 the token is
/// ours, and of the kind that the method takes · 5 it has the scope · 6 the method's tier and the
/// channel's rate allow it · 7 the method itself
final class WebApi {
  private static final Set<String> POSTING = Set.of("chat.postMessage", "chat.postEphemeral");
  private static final String BEARER = "Bearer ";
  private static final Set<String> OF_THE_APP_TOKEN = Set.of("connections:write");

  private final String botToken;
  private final String appToken;
  private final Set<String> botScopes;
  private final FaultScript<Fault> faults;
  private final PostingRate rateLimit;
  private final MethodRate tiers;
  private final Map<String, ApiMethod> methods = new HashMap<>();
  private final Map<String, Integer> calls = new ConcurrentHashMap<>();

  WebApi(
      String botToken,
      String appToken,
      Set<String> botScopes,
      FaultScript<Fault> faults,
      PostingRate rateLimit,
      MethodRate tiers,
      Map<String, ApiMethod> methods) {
    this.botToken = botToken;
    this.appToken = appToken;
    this.botScopes = Set.copyOf(botScopes);
    this.faults = faults;
    this.rateLimit = rateLimit;
    this.tiers = tiers;
    this.methods.putAll(methods);
  }

  HttpReply handle(String name, HttpCall call) {
    ApiMethod method = methods.get(name);
    if (method != null) {
      calls.merge(name, 1, Integer::sum);
    }
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

  int calls(String name) {
    return calls.getOrDefault(name, 0);
  }

  private HttpReply answer(String name, ApiMethod method, HttpCall call) {
    MethodRule rule = MethodRule.of(name);
    try {
      Arguments arguments = Arguments.of(call);
      Set<String> scopes = scopes(presented(call, arguments), rule);
      return withScopes(allowed(name, rule, scopes, method, arguments), scopes, rule);
    } catch (ApiError error) {
      return HttpReply.json(200, error.toJson());
    }
  }

  private HttpReply.Answer allowed(
      String name, MethodRule rule, Set<String> scopes, ApiMethod method, Arguments arguments) {
    try {
      if (!rule.scopes().isEmpty() && rule.scopes().stream().noneMatch(scopes::contains)) {
        throw ApiError.missingScope(rule.scopes(), new TreeSet<>(scopes));
      }
      Optional<Duration> wait =
          tiers
              .refuse(name, rule)
              .or(() ->
                  POSTING.contains(name)
                      ? rateLimit.refuse(arguments.required("channel"))
                      : Optional.empty());
      return wait.isPresent()
          ? rateLimited(wait.get())
          : HttpReply.json(200, method.call(arguments));
    } catch (ApiError error) {
      return HttpReply.json(200, error.toJson());
    }
  }

  /// What the token has, and what the method would have taken: Slack says both with every answer to
  /// a token that it knows.
  private static HttpReply.Answer withScopes(
      HttpReply.Answer answer, Set<String> scopes, MethodRule rule) {
    var headers = new HashMap<>(answer.headers());
    headers.put("x-oauth-scopes", String.join(",", new TreeSet<>(scopes)));
    if (!rule.scopes().isEmpty()) {
      headers.put("x-accepted-oauth-scopes", String.join(",", rule.scopes()));
    }
    return new HttpReply.Answer(answer.status(), Map.copyOf(headers), answer.body());
  }

  private static String presented(HttpCall call, Arguments arguments) {
    return call.header("Authorization")
        .filter(header -> header.startsWith(BEARER))
        .map(header -> header.substring(BEARER.length()))
        .or(() -> arguments.text("token"))
        .orElseThrow(() -> new ApiError("not_authed"));
  }

  private Set<String> scopes(String presented, MethodRule rule) {
    boolean isTheBots = same(presented, botToken);
    if (!isTheBots && !same(presented, appToken)) {
      throw new ApiError("invalid_auth");
    }
    if (isTheBots == rule.ofTheApp()) {
      throw new ApiError("not_allowed_token_type");
    }
    return isTheBots ? botScopes : OF_THE_APP_TOKEN;
  }

  private static boolean same(String presented, String known) {
    return MessageDigest.isEqual(bytes(presented), bytes(known));
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
