package dev.countersign.bench;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Makes the callback that Slack sends when somebody presses a button
/// (docs.slack.dev/reference/interaction-payloads/block_actions-payload), signed as Slack signs it.
final class SignedPress {
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;
  private final InstantSource clock;

  /// @param headers as Slack sends them
  record Callback(Map<String, String> headers, String body) {}

  SignedPress(String signingSecret, InstantSource clock) {
    this.key = new SecretKeySpec(signingSecret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
    this.clock = clock;
  }

  Callback of(InstantChat.Posted card, String user) {
    String payload = CanonicalJson.text(payload(card, user));
    String body = "payload=" + URLEncoder.encode(payload, StandardCharsets.UTF_8);
    String time = Long.toString(clock.instant().getEpochSecond());
    return new Callback(
        Map.of(
            "Content-Type",
            "application/x-www-form-urlencoded",
            "X-Slack-Request-Timestamp",
            time,
            "X-Slack-Signature",
            "v0=" + mac("v0:" + time + ":" + body)),
        body);
  }

  private static JsonObject payload(InstantChat.Posted card, String user) {
    String channel = card.address().channel();
    return JsonObject.builder()
        .put("type", "block_actions")
        .put("api_app_id", Sample.APP)
        .put("team", JsonObject.builder().put("id", Sample.TEAM).put("domain", "bench").build())
        .put(
            "user",
            JsonObject.builder()
                .put("id", user)
                .put("username", "lead")
                .put("team_id", Sample.TEAM)
                .build())
        .put("channel", JsonObject.builder().put("id", channel).put("name", "leads").build())
        .put(
            "container",
            JsonObject.builder()
                .put("type", "message")
                .put("message_ts", card.messageId())
                .put("channel_id", channel)
                .put("is_ephemeral", false)
                .build())
        .put("trigger_id", "1.2.3")
        .put("is_enterprise_install", false)
        .put("response_url", "http://127.0.0.1:1/actions/bench")
        .put("actions", JsonArray.of(List.of(card.token()), SignedPress::button))
        .build();
  }

  private static JsonObject button(String token) {
    return JsonObject.builder()
        .put("type", "button")
        .put("action_id", "approve")
        .put("block_id", "decide")
        .put("value", token)
        .put("action_ts", "1.2")
        .build();
  }

  private String mac(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }
}
