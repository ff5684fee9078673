package dev.countersign.sandbox.teams;

import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.wire.HttpReply;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/// Who signs the Bot Connector's callbacks: OpenID metadata, the key set, and bearer tokens
/// (learn.microsoft.com, rest-connector-authentication). The last key signs.
final class TokenIssuer {
  static final String ISSUER = "https://api.botframework.com";
  static final String METADATA_PATH = "/v1/.well-known/openidconfiguration";
  static final String KEYS_PATH = "/v1/.well-known/keys";
  static final Duration LIFETIME = Duration.ofHours(1);

  private final Supplier<URI> base;
  private final List<SigningKey> keys = new ArrayList<>(List.of(SigningKey.generate()));

  private volatile List<String> endorsements = List.of("msteams", "webchat", "directline");
  private volatile boolean down;

  TokenIssuer(Supplier<URI> base) {
    this.base = base;
  }

  /// Signs with a new key from now on; the old ones stay published until [#withdrawOldKeys].
  synchronized void rotate() {
    keys.add(SigningKey.generate());
  }

  synchronized void withdrawOldKeys() {
    keys.subList(0, keys.size() - 1).clear();
  }

  void endorse(List<String> channels) {
    endorsements = List.copyOf(channels);
  }

  void setDown(boolean now) {
    down = now;
  }

  synchronized String sign(JsonObject claims) {
    return keys.getLast().sign(claims);
  }

  /// What the connector claims in a call to the bot. Each call gets a token of its own, also within
  /// one second: what tells them apart may be another claim in the world.
  static JsonObject claims(String serviceUrl, Instant at) {
    return JsonObject.builder()
        .put("serviceurl", serviceUrl)
        .put("nbf", at.getEpochSecond())
        .put("exp", at.plus(LIFETIME).getEpochSecond())
        .put("iss", ISSUER)
        .put("aud", Tenant.APP_ID)
        .put("jti", UUID.randomUUID().toString())
        .build();
  }

  HttpReply metadata() {
    return published(
        JsonObject.builder()
            .put("issuer", ISSUER)
            .put("authorization_endpoint", "https://invalid.botframework.com")
            .put("jwks_uri", base.get() + KEYS_PATH)
            .put("id_token_signing_alg_values_supported", JsonArray.ofStrings(List.of("RS256")))
            .put(
                "token_endpoint_auth_methods_supported",
                JsonArray.ofStrings(List.of("private_key_jwt")))
            .build());
  }

  synchronized HttpReply keys() {
    return published(
        JsonObject.builder()
            .put("keys", JsonArray.of(keys, key -> key.toJson(endorsements)))
            .build());
  }

  private HttpReply published(JsonObject document) {
    return down ? HttpReply.text(503, "service unavailable") : HttpReply.json(200, document);
  }
}
