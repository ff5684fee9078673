package dev.countersign.sandbox.teams;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.wire.AppConnection;
import dev.countersign.sandbox.wire.CallbackDelivery;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Carries activities to the bot, signed with the time of the clock.
final class BotConnection implements AutoCloseable {
  /// How often Teams sends an invoke until the answer is a documented one. That it does so is
  /// reported (github.com/vercel/chat/issues/731), how often is not.
  static final int INVOKE_ATTEMPTS = 2;

  private final TokenIssuer issuer;
  private final InstantSource clock;
  private final Supplier<String> serviceUrl;
  private final AppConnection app;

  private volatile @Nullable URI messages;

  BotConnection(
      TokenIssuer issuer, InstantSource clock, Supplier<String> serviceUrl, Duration deadline) {
    this.issuer = issuer;
    this.clock = clock;
    this.serviceUrl = serviceUrl;
    app = new AppConnection(deadline);
  }

  void connect(URI endpoint) {
    messages = endpoint;
  }

  TeamsDelivery tell(JsonObject activity) {
    return new TeamsDelivery(activity, post(CanonicalJson.text(activity), headers()));
  }

  /// The same activity again after an answer that is none, with a new token each time.
  TeamsPress invoke(JsonObject activity) {
    var deliveries = new ArrayList<CallbackDelivery>();
    InvokeResponse answer;
    do {
      CallbackDelivery delivery = post(CanonicalJson.text(activity), headers());
      deliveries.add(delivery);
      answer = InvokeResponse.of(delivery);
    } while (!answer.isDocumented() && deliveries.size() < INVOKE_ATTEMPTS);
    return new TeamsPress(activity, List.copyOf(deliveries), answer);
  }

  CallbackDelivery post(String body, Map<String, String> headers) {
    URI to = messages;
    if (to == null) {
      throw new IllegalStateException("connect the app before people use it");
    }
    return app.post(to, headers, body);
  }

  Map<String, String> headers() {
    return headers(issuer.sign(TokenIssuer.claims(serviceUrl.get(), clock.instant())));
  }

  static Map<String, String> headers(String token) {
    var headers = new LinkedHashMap<String, String>();
    headers.put("Content-Type", "application/json; charset=utf-8");
    headers.put("User-Agent", "Microsoft-SkypeBotApi (Microsoft-BotFramework/3.0)");
    headers.put("Authorization", "Bearer " + token);
    return headers;
  }

  @Override
  public void close() {
    app.close();
  }
}
