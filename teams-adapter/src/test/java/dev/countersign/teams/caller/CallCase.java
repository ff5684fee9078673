package dev.countersign.teams.caller;

import static dev.countersign.teams.caller.ConnectorDouble.APP;
import static dev.countersign.teams.caller.ConnectorDouble.ISSUER;
import static dev.countersign.teams.caller.ConnectorDouble.SERVICE;
import static dev.countersign.teams.caller.ConnectorDouble.TENANT;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A call of the connector, right in everything until a test spoils it.
final class CallCase {
  static final SigningKey KEY = SigningKey.of("key-1", "msteams", "skype");
  static final SigningKey STRANGER = SigningKey.of("key-1", "msteams");

  final Map<String, Object> header = new LinkedHashMap<>();
  final Map<String, Object> claims = new LinkedHashMap<>();
  final Map<String, Object> activity = new LinkedHashMap<>();
  final Map<String, Object> conversation = new LinkedHashMap<>();
  final Map<String, Object> tenant = new LinkedHashMap<>();
  SigningKey signer = KEY;
  String algorithm = "SHA256withRSA";
  UnaryOperator<String> spelling = compact -> "Bearer " + compact;
  int headers = 1;

  CallCase(Instant now) {
    header.put("alg", "RS256");
    header.put("kid", "key-1");
    header.put("typ", "JWT");
    claims.put("iss", ISSUER);
    claims.put("aud", APP);
    claims.put("exp", now.plus(Duration.ofHours(1)).getEpochSecond());
    claims.put("nbf", now.getEpochSecond());
    claims.put("serviceurl", SERVICE);
    conversation.put("id", "19:place@thread.tacv2;messageid=1");
    conversation.put("tenantId", TENANT);
    tenant.put("id", TENANT);
    activity.put("type", "message");
    activity.put("channelId", "msteams");
    activity.put("serviceUrl", SERVICE);
    activity.put("conversation", conversation);
    activity.put("channelData", Map.of("tenant", tenant));
  }

  CallCase with(Consumer<CallCase> change) {
    change.accept(this);
    return this;
  }

  /// Sets the member, or takes it away.
  static void put(Map<String, Object> members, String name, @Nullable Object value) {
    if (value == null) {
      members.remove(name);
    } else {
      members.put(name, value);
    }
  }

  String compact() {
    String signed =
        base64(ConnectorDouble.json(header)) + "." + base64(ConnectorDouble.json(claims));
    return signed + "." + signer.sign(signed, algorithm);
  }

  List<String> authorization() {
    String value = spelling.apply(compact());
    return java.util.Collections.nCopies(headers, value);
  }

  byte[] body() {
    return ConnectorDouble.json(activity).getBytes(StandardCharsets.UTF_8);
  }

  Activity read() {
    if (new ActivityReader().read(body()) instanceof ActivityReading.Read(Activity read)) {
      return read;
    }
    throw new AssertionError("unreadable");
  }

  static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
