package dev.countersign.sandbox.teams;

import dev.countersign.json.JsonRefusedException;
import dev.countersign.json.JsonShapeException;
import dev.countersign.sandbox.wire.FaultScript;
import dev.countersign.sandbox.wire.HttpCall;
import dev.countersign.sandbox.wire.HttpReply;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// The connector's REST API below the service URL.
///
/// 1 the route exists · 2 no fault is scripted · 3 the bearer holds · 4 the bot is registered and
/// allowed · 5 the body is not too large · 6 the budget allows it · 7 the method itself, or the
/// playground in its place
final class Connector {
  /// Of a message in UTF-16, as sent
  /// (learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages).
  static final int MAX_MESSAGE_BYTES = 100 * 1024;

  private static final String BEARER = "Bearer ";

  private final EntraTokens tokens;
  private final Tenant tenant;
  private final FaultScript<TeamsFault> faults;
  private final Throttle throttle;
  private final ActivityMethods activities;
  private final ConversationMethods conversations;
  private final RosterMethods roster;
  private final List<ReceivedCall> received = new CopyOnWriteArrayList<>();

  private volatile Optional<PlaygroundClient> playground = Optional.empty();

  Connector(
      EntraTokens tokens,
      Tenant tenant,
      FaultScript<TeamsFault> faults,
      Throttle throttle,
      ActivityMethods activities) {
    this.tokens = tokens;
    this.tenant = tenant;
    this.faults = faults;
    this.throttle = throttle;
    this.activities = activities;
    conversations = new ConversationMethods(tenant, activities);
    roster = new RosterMethods(tenant);
  }

  /// From now on some conversations are at the playground.
  void showIn(PlaygroundClient client) {
    playground = Optional.of(client);
  }

  List<ReceivedCall> received() {
    return List.copyOf(received);
  }

  /// @param path below the service URL, as sent
  HttpReply handle(String path, HttpCall http) {
    return ConnectorRequest.of(path, http)
        .map(this::recorded)
        .orElseGet(() -> HttpReply.text(404, "no such route"));
  }

  private HttpReply recorded(ConnectorRequest call) {
    HttpReply reply = played(faults, call.operation(), () -> answer(call));
    HttpCall http = call.http();
    int status = reply instanceof HttpReply.Answer(int code, _, _) ? code : 0;
    received.add(
        new ReceivedCall(
            call.operation(), http.method(), http.path(), http.query(), http.body(), status));
    return reply;
  }

  /// The answer, unless a fault is scripted for the operation.
  static HttpReply played(
      FaultScript<TeamsFault> faults, ConnectorOperation operation, Supplier<HttpReply> answer) {
    return switch (faults.next(operation.name()).orElse(null)) {
      case null -> answer.get();
      case TeamsFault.Throttled(Duration after) -> throttled(after);
      case TeamsFault.Status(int status) -> HttpReply.text(status, "upstream error");
      case TeamsFault.Answer(int status, String code) ->
          HttpReply.json(status, new ConnectorError(status, code, "As scripted.").toJson());
      case TeamsFault.Hang _ -> new HttpReply.Hang();
      case TeamsFault.Drop _ -> new HttpReply.Drop();
      case TeamsFault.ApplyThenDrop _ -> {
        var _ = answer.get();
        yield new HttpReply.Drop();
      }
    };
  }

  private HttpReply answer(ConnectorRequest call) {
    if (!isAuthorised(call.http())) {
      return HttpReply.json(
          401, Activities.object("message", "Authorization has been denied for this request."));
    }
    try {
      requireStanding();
      requireSize(call.http());
      return throttle
          .refuse(call.operation(), call.conversation())
          .<HttpReply>map(Connector::throttled)
          .or(() -> playground.flatMap(client -> client.answer(call)))
          .orElseGet(() -> dispatch(call));
    } catch (ConnectorError error) {
      return HttpReply.json(error.status(), error.toJson());
    } catch (JsonShapeException | JsonRefusedException malformed) {
      return HttpReply.json(
          400, ConnectorError.badSyntax(String.valueOf(malformed.getMessage())).toJson());
    }
  }

  private HttpReply dispatch(ConnectorRequest call) {
    return switch (call.operation()) {
      case CREATE_CONVERSATION -> conversations.create(call);
      case SEND -> activities.send(call);
      case UPDATE -> activities.update(call);
      case DELETE -> activities.delete(call);
      case MEMBERS -> roster.members(call);
      case PAGED_MEMBERS -> roster.pagedMembers(call);
      case MEMBER -> roster.member(call);
      case TEAM -> roster.team(call);
      case CHANNELS -> roster.channels(call);
      case TOKEN, METADATA, KEYS -> throw new IllegalStateException("not below the service URL");
    };
  }

  private boolean isAuthorised(HttpCall http) {
    return http.header("Authorization")
        .filter(header -> header.startsWith(BEARER))
        .filter(header -> tokens.holds(header.substring(BEARER.length())))
        .isPresent();
  }

  private void requireStanding() {
    if (!tenant.isRegistered()) {
      throw new ConnectorError(401, "BotNotRegistered", "No registration found for this bot.");
    }
    if (!tenant.isAllowedByAdmin()) {
      throw new ConnectorError(403, "BotDisabledByAdmin", "The admin disabled this bot.");
    }
  }

  private static void requireSize(HttpCall http) {
    if (http.body().length() * Character.BYTES > MAX_MESSAGE_BYTES) {
      throw new ConnectorError(413, "MessageSizeTooBig", "The size of the message is too big.");
    }
  }

  private static HttpReply.Answer throttled(Duration after) {
    HttpReply.Answer answer =
        HttpReply.json(429, new ConnectorError(429, "Throttled", "Too many requests.").toJson());
    var headers = new HashMap<>(answer.headers());
    headers.put("Retry-After", Long.toString(wholeSeconds(after)));
    return new HttpReply.Answer(answer.status(), Map.copyOf(headers), answer.body());
  }

  private static long wholeSeconds(Duration exact) {
    return exact.plusNanos(999_999_999).toSeconds();
  }
}
