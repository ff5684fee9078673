package dev.countersign.sandbox.teams;

import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.teams.EntraError.Reason;
import dev.countersign.sandbox.wire.FormEncoding;
import dev.countersign.sandbox.wire.HttpCall;
import dev.countersign.sandbox.wire.HttpReply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// `POST /{tenant}/oauth2/v2.0/token` with the client credentials grant
/// (learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow), and which of
/// the tokens still hold.
final class EntraTokens {
  static final String PATH_END = "/oauth2/v2.0/token";
  static final String SCOPE = "https://api.botframework.com/.default";
  static final Duration LIFETIME = Duration.ofSeconds(3_599);

  private final String clientSecret;
  private final ClientAssertions assertions;
  private final InstantSource clock;
  private final Supplier<URI> base;
  private final SigningKey key = SigningKey.generate();
  private final Map<String, Instant> expiries = new ConcurrentHashMap<>();

  EntraTokens(
      String clientSecret, ClientAssertions assertions, InstantSource clock, Supplier<URI> base) {
    this.clientSecret = clientSecret;
    this.assertions = assertions;
    this.clock = clock;
    this.base = base;
  }

  /// Whether the connector takes this bearer. The last instant is already too late.
  boolean holds(String token) {
    return Optional.ofNullable(expiries.get(token)).filter(clock.instant()::isBefore).isPresent();
  }

  /// Every token given out so far is worth nothing from now on.
  void revokeAll() {
    expiries.clear();
  }

  HttpReply handle(HttpCall call) {
    try {
      String tenant = call.path().substring(1, call.path().length() - PATH_END.length());
      return HttpReply.json(200, answer(tenant, call));
    } catch (EntraError error) {
      return HttpReply.json(error.status(), error.toJson(clock.instant()));
    }
  }

  private JsonObject answer(String tenant, HttpCall call) {
    if (!call.mediaType().equals(Optional.of("application/x-www-form-urlencoded"))) {
      throw new EntraError(Reason.MISSING_PARAMETER);
    }
    Map<String, String> form = form(call.body());
    if (!tenant.equals(Tenant.TENANT_ID)) {
      throw new EntraError(
          tenant.equals("botframework.com") || tenant.equals(Tenant.OTHER_TENANT_ID)
              ? Reason.UNKNOWN_APP
              : Reason.UNKNOWN_TENANT);
    }
    if (!required(form, "grant_type").equals("client_credentials")) {
      throw new EntraError(Reason.WRONG_GRANT);
    }
    if (!required(form, "client_id").equals(Tenant.APP_ID)) {
      throw new EntraError(Reason.UNKNOWN_APP);
    }
    checkCredential(form, base.get() + call.path());
    if (!required(form, "scope").equals(SCOPE)) {
      throw new EntraError(Reason.WRONG_SCOPE);
    }
    return JsonObject.builder()
        .put("token_type", "Bearer")
        .put("expires_in", LIFETIME.toSeconds())
        .put("ext_expires_in", LIFETIME.toSeconds())
        .put("access_token", issue())
        .build();
  }

  private void checkCredential(Map<String, String> form, String endpoint) {
    String secret = form.get("client_secret");
    String assertion = form.get("client_assertion");
    if (secret != null) {
      if (!MessageDigest.isEqual(bytes(secret), bytes(clientSecret))) {
        throw new EntraError(Reason.WRONG_SECRET);
      }
    } else if (assertion != null) {
      if (!required(form, "client_assertion_type").equals(ClientAssertions.TYPE)) {
        throw new EntraError(Reason.NO_CREDENTIAL);
      }
      assertions.check(assertion, endpoint, clock.instant());
    } else {
      throw new EntraError(Reason.NO_CREDENTIAL);
    }
  }

  private String issue() {
    Instant now = clock.instant();
    Instant expiry = now.plus(LIFETIME);
    JsonObject claims =
        JsonObject.builder()
            .put("aud", TokenIssuer.ISSUER)
            .put("iss", "https://sts.windows.net/" + Tenant.TENANT_ID + "/")
            .put("iat", now.getEpochSecond())
            .put("nbf", now.getEpochSecond())
            .put("exp", expiry.getEpochSecond())
            .put("appid", Tenant.APP_ID)
            .put("tid", Tenant.TENANT_ID)
            .put("uti", UUID.randomUUID().toString())
            .put("ver", "1.0")
            .build();
    String token = key.sign(claims);
    expiries.put(token, expiry);
    return token;
  }

  private static Map<String, String> form(String body) {
    try {
      return FormEncoding.decode(body);
    } catch (IllegalArgumentException _) {
      throw new EntraError(Reason.MISSING_PARAMETER);
    }
  }

  private static String required(Map<String, String> form, String name) {
    String value = form.get(name);
    if (value == null || value.isEmpty()) {
      throw new EntraError(Reason.MISSING_PARAMETER);
    }
    return value;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
