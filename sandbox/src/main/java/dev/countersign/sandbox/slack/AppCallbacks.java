package dev.countersign.sandbox.slack;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.wire.AppConnection;
import dev.countersign.sandbox.wire.CallbackDelivery;
import dev.countersign.sandbox.wire.FormEncoding;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The way from Slack to the app: requests to its URLs, signed, or envelopes on its sockets. An app
/// has one of the two switched on.
final class AppCallbacks implements AutoCloseable {
  private final InstantSource clock;
  private final String signingSecret;
  private final AppConnection app;
  private final SlackSockets sockets;

  private volatile @Nullable URI interactivityUrl;
  private volatile @Nullable URI commandsUrl;
  private volatile boolean bySocket;

  AppCallbacks(InstantSource clock, String signingSecret, Duration deadline) {
    this.clock = clock;
    this.signingSecret = signingSecret;
    app = new AppConnection(deadline);
    sockets = new SlackSockets(deadline);
  }

  void connect(URI interactivity, URI commands) {
    interactivityUrl = interactivity;
    commandsUrl = commands;
  }

  void switchToSockets() {
    bySocket = true;
  }

  boolean isBySocket() {
    return bySocket;
  }

  SlackSockets sockets() {
    return sockets;
  }

  CallbackDelivery interaction(JsonObject payload) {
    if (bySocket) {
      return sockets.deliver("interactive", payload);
    }
    String body = Interactions.form(payload);
    return post(body, sign(body, clock.instant()));
  }

  CallbackDelivery command(Map<String, String> fields) {
    if (bySocket) {
      var payload = JsonObject.builder();
      fields.forEach(payload::put);
      return sockets.deliver("slash_commands", payload.build());
    }
    String body = FormEncoding.encode(fields);
    return app.post(connected(commandsUrl), sign(body, clock.instant()), body);
  }

  /// As JSON, not as a form.
  CallbackDelivery event(JsonObject event) {
    if (bySocket) {
      return sockets.deliver("events_api", event);
    }
    String body = CanonicalJson.text(event);
    var headers = new LinkedHashMap<>(sign(body, clock.instant()));
    headers.put("Content-Type", "application/json");
    return post(body, headers);
  }

  CallbackDelivery post(String body, Map<String, String> headers) {
    return app.post(connected(interactivityUrl), headers, body);
  }

  Map<String, String> sign(String body, Instant at) {
    String timestamp = Long.toString(at.getEpochSecond());
    var headers = new LinkedHashMap<String, String>();
    headers.put("Content-Type", "application/x-www-form-urlencoded");
    headers.put("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)");
    headers.put("Accept", "application/json,*/*");
    headers.put("X-Slack-Request-Timestamp", timestamp);
    headers.put("X-Slack-Signature", RequestSignature.of(signingSecret, timestamp, body));
    return headers;
  }

  @Override
  public void close() {
    app.close();
    sockets.close();
  }

  private static URI connected(@Nullable URI url) {
    if (url == null) {
      throw new IllegalStateException("connect the app before people use it");
    }
    return url;
  }
}
