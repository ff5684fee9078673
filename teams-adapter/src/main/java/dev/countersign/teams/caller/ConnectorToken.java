package dev.countersign.teams.caller;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A token taken apart, in the one spelling that it may have (RFC 7515 compact serialisation): no
/// padding, no stray bits, each member once. Says nothing about whether any of it is true.
final class ConnectorToken {
  /// In characters; the real ones are below 1,500.
  static final int MAX_LENGTH = 8 * 1024;

  private static final Pattern COMPACT =
      Pattern.compile(
          "(?<header>[A-Za-z0-9_-]+)\\.(?<claims>[A-Za-z0-9_-]+)\\.(?<signature>[A-Za-z0-9_-]+)");
  private static final long MAX_SECONDS = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

  private static final JsonMapper JSON = StrictJson.mapper(MAX_LENGTH);

  private final JsonNode header;
  private final JsonNode claims;
  private final byte[] signed;
  private final Base64URL signature;

  private ConnectorToken(JsonNode header, JsonNode claims, byte[] signed, Base64URL signature) {
    this.header = header;
    this.claims = claims;
    this.signed = signed;
    this.signature = signature;
  }

  static Optional<ConnectorToken> parse(String compact) {
    if (compact.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    Matcher parts = COMPACT.matcher(compact);
    if (!parts.matches() || !isCanonical(parts.group("signature"))) {
      return Optional.empty();
    }
    Optional<JsonNode> header = object(parts.group("header"));
    Optional<JsonNode> claims = object(parts.group("claims"));
    byte[] signed = compact.substring(0, parts.end("claims")).getBytes(StandardCharsets.US_ASCII);
    return header.isPresent() && claims.isPresent()
        ? Optional.of(
            new ConnectorToken(
                header.get(), claims.get(), signed, new Base64URL(parts.group("signature"))))
        : Optional.empty();
  }

  /// Empty when it is absent or no text.
  Optional<String> header(String name) {
    return text(header.path(name));
  }

  boolean hasHeader(String name) {
    return header.has(name);
  }

  /// Empty when it is absent or no text.
  Optional<String> claim(String name) {
    return text(claims.path(name));
  }

  boolean hasClaim(String name) {
    return claims.has(name);
  }

  /// Empty when it is absent or no whole number of seconds.
  Optional<Instant> instant(String name) {
    JsonNode seconds = claims.path(name);
    boolean whole =
        seconds.isIntegralNumber()
            && seconds.canConvertToLong()
            && seconds.asLong() >= 0
            && seconds.asLong() <= MAX_SECONDS;
    return whole ? Optional.of(Instant.ofEpochSecond(seconds.asLong())) : Optional.empty();
  }

  /// Whether the key signed this by RS256, whatever the token's own header says.
  boolean isSignedBy(RSAPublicKey key) {
    try {
      return new RSASSAVerifier(key).verify(new JWSHeader(JWSAlgorithm.RS256), signed, signature);
    } catch (JOSEException e) {
      throw new IllegalStateException("every Java platform has RS256", e);
    }
  }

  private static Optional<String> text(JsonNode node) {
    return node.isString() ? Optional.of(node.asString()) : Optional.empty();
  }

  private static Optional<JsonNode> object(String part) {
    if (!isCanonical(part)) {
      return Optional.empty();
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
      return Optional.ofNullable(JSON.readTree(text)).filter(JsonNode::isObject);
    } catch (JacksonException _) {
      return Optional.empty();
    }
  }

  /// The last character may carry bits that no byte uses; they are zero.
  private static boolean isCanonical(String part) {
    if (part.length() % 4 == 1) {
      return false;
    }
    byte[] bytes = Base64.getUrlDecoder().decode(part);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part);
  }

  @Override
  public String toString() {
    return "ConnectorToken[REDACTED]";
  }
}
