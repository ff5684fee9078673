package dev.countersign.teams.connector;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The way of every call to the Bot Connector: address, size, token, budget, then once over the
/// wire.
final class ConnectorCalls implements AutoCloseable {
  /// Bytes of a body; Teams refuses far smaller ones.
  static final int MAX_REQUEST = 256 * 1024;

  /// An operator has to mend the bot's credential.
  private static final Duration REFUSED_PAUSE = Duration.ofMinutes(5);

  private static final int TOO_LARGE = 413;
  private static final int UNAUTHORIZED = 401;

  private final AccessTokens tokens;
  private final Function<String, Optional<URI>> serviceUrls;
  private final ThrottleBudget budget;
  private final InstantSource clock;
  private final BoundedHttp http;

  ConnectorCalls(
      AccessTokens tokens,
      Function<String, Optional<URI>> serviceUrls,
      ThrottleBudget budget,
      InstantSource clock,
      Duration callTimeout) {
    this.tokens = tokens;
    this.serviceUrls = serviceUrls;
    this.budget = budget;
    this.clock = clock;
    http = BoundedHttp.outward(callTimeout);
  }

  ConnectorExchange exchange(ConnectorCall call) {
    Optional<URI> service = serviceUrls.apply(call.serviceUrl());
    if (service.isEmpty()) {
      return new ConnectorAnswer.Failed(0, "service_url_not_allowed");
    }
    byte[] body = bytes(call.body());
    if (body.length > MAX_REQUEST) {
      return new ConnectorAnswer.Failed(TOO_LARGE, "MessageSizeTooBig");
    }
    return switch (tokens.bearer()) {
      case TokenAnswer.Refused(String code) -> noToken(code, REFUSED_PAUSE);
      case TokenAnswer.Later(Duration pause, String code) -> noToken(code, pause);
      case TokenAnswer.Bearer bearer -> within(call, service.get(), body, bearer);
    };
  }

  @Override
  public void close() {
    http.close();
  }

  private ConnectorExchange within(
      ConnectorCall call, URI service, byte[] body, TokenAnswer.Bearer bearer) {
    Duration wait = budget.take(call.kind(), call.conversation());
    if (!wait.isZero()) {
      return new ConnectorAnswer.Failed(0, "own_budget", Optional.of(wait));
    }
    return switch (http.call(request(call, service, body, bearer))) {
      case HttpAnswer.Broken(String code) -> new ConnectorAnswer.Failed(0, code);
      case HttpAnswer.Answered answered when answered.succeeded() -> answered;
      case HttpAnswer.Answered answered -> {
        if (answered.status() == UNAUTHORIZED) {
          tokens.refused(bearer);
        }
        yield ConnectorReader.failed(answered, clock.instant());
      }
    };
  }

  private static HttpRequest request(
      ConnectorCall call, URI service, byte[] body, TokenAnswer.Bearer bearer) {
    BodyPublisher content =
        call.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body);
    var request =
        HttpRequest.newBuilder(call.path().below(service))
            .header("Authorization", "Bearer " + bearer.token())
            .header("Accept", "application/json");
    if (call.body() != null) {
      request.header("Content-Type", "application/json; charset=utf-8");
    }
    return request.method(call.method(), content).build();
  }

  private static byte[] bytes(@Nullable JsonObject body) {
    return body == null ? new byte[0] : CanonicalJson.bytes(body);
  }

  private static ConnectorAnswer.Failed noToken(String code, Duration pause) {
    return new ConnectorAnswer.Failed(0, "token_" + code, Optional.of(pause));
  }
}
