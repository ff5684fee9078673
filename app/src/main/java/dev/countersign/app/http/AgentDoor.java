package dev.countersign.app.http;

import dev.countersign.people.Agent;
import dev.countersign.proposal.AgentId;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What every request of an agent passes first: room, key, rate, scope, in this order.
final class AgentDoor {
  private static final Pattern BEARER =
      Pattern.compile("bearer +([\\x21-\\x7e]{1,256}) *", Pattern.CASE_INSENSITIVE);

  /// One agent has at most one of so many parts of the room, however many of its requests wait.
  private static final int ONE_OF = 5;

  private final AgentAuthenticator keys;
  private final RateLimits<AgentId> rates;
  private final Rooms<AgentId> rooms;
  private final FailedKeys failed = new FailedKeys(System::nanoTime);

  AgentDoor(AgentAuthenticator keys, RateLimits<AgentId> rates, int mostConcurrent) {
    this.keys = keys;
    this.rates = rates;
    this.rooms = new Rooms<>(mostConcurrent, Math.max(1, mostConcurrent / ONE_OF));
  }

  @FunctionalInterface
  interface AgentHandler {
    void handle(Context ctx, Agent agent) throws Exception;
  }

  Handler behind(Scope scope, AgentHandler handler) {
    return ctx ->
        rooms.among(
            () -> Problem.of(503, "busy", "too many requests are being worked on"),
            () -> {
              Agent agent = admit(ctx, scope);
              rooms.of(
                  agent.id(),
                  () ->
                      Problem.of(
                          429,
                          "too_many_at_once",
                          "this agent has too many requests under way or waiting"),
                  () -> handler.handle(ctx, agent));
            });
  }

  /// A missing key is not counted: it guesses nothing.
  private Problem refused(Context ctx) {
    return Collections.list(ctx.req().getHeaders("Authorization")).isEmpty()
        ? Problems.unauthenticated()
        : failed
            .count(PeerAddress.of(ctx.req()))
            .map(wait ->
                Problem.of(429, "too_many_failed_keys", "too many wrong keys from this address")
                    .retryAfter(wait))
            .orElseGet(Problems::unauthenticated);
  }

  private Agent admit(Context ctx, Scope scope) {
    boolean tooMany = failed.isFull(PeerAddress.of(ctx.req()));
    AuthenticatedAgent known =
        bearer(ctx)
            .filter(key -> !tooMany || keys.mayBeGenuine(key))
            .flatMap(keys::authenticate)
            .orElseThrow(() -> refused(ctx).thrown());
    Agent agent = known.agent();
    LogFields.agent(agent.id());
    Optional<Duration> wait = rates.take(agent.id());
    if (wait.isPresent()) {
      throw Problem.of(429, "rate_limited", "this agent sends more requests than it may")
          .retryAfter(wait.get())
          .thrown();
    }
    if (!known.scopes().contains(scope)) {
      throw Problem.of(403, "scope_missing", "this key lacks the scope for that").thrown();
    }
    return agent;
  }

  /// Two credentials are none: nobody should have to guess which one counted.
  private static Optional<String> bearer(Context ctx) {
    List<String> headers = Collections.list(ctx.req().getHeaders("Authorization"));
    if (headers.size() != 1) {
      return Optional.empty();
    }
    Matcher bearer = BEARER.matcher(headers.getFirst());
    return bearer.matches() ? Optional.of(bearer.group(1)) : Optional.empty();
  }
}
