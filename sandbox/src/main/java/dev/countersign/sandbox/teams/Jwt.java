package dev.countersign.sandbox.teams;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A token in compact form (RFC 7515 section 7.1), signed with RSA. Written with the JDK alone, so
/// that a library on the app's side is an independent check.
record Jwt(JsonObject header, JsonObject claims, String signingInput, String signature) {
  private static final Base64.Encoder TO_BASE64 = Base64.getUrlEncoder().withoutPadding();
  private static final PSSParameterSpec PSS =
      new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1);

  /// The compact form of a token signed with RS256.
  static String sign(JsonObject header, JsonObject claims, PrivateKey key) {
    String input = base64(CanonicalJson.bytes(header)) + "." + base64(CanonicalJson.bytes(claims));
    try {
      Signature rs256 = Signature.getInstance("SHA256withRSA");
      rs256.initSign(key);
      rs256.update(input.getBytes(StandardCharsets.US_ASCII));
      return input + "." + base64(rs256.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("RSA cannot sign", e);
    }
  }

  /// Empty when the text is no token.
  static Optional<Jwt> read(String compact) {
    String[] parts = compact.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.empty();
    }
    try {
      if (CanonicalJson.parse(bytes(parts[0])) instanceof JsonObject header
          && CanonicalJson.parse(bytes(parts[1])) instanceof JsonObject claims) {
        return Optional.of(new Jwt(header, claims, parts[0] + "." + parts[1], parts[2]));
      }
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  /// RS256 or PS256, as the header says; anything else is not signed.
  boolean isSignedBy(PublicKey key) {
    try {
      Optional<Signature> algorithm = algorithm();
      if (algorithm.isEmpty()) {
        return false;
      }
      Signature check = algorithm.get();
      check.initVerify(key);
      check.update(signingInput.getBytes(StandardCharsets.US_ASCII));
      return check.verify(bytes(signature));
    } catch (GeneralSecurityException | IllegalArgumentException _) {
      return false;
    }
  }

  Optional<String> claim(String name) {
    return text(claims.get(name));
  }

  static Optional<String> text(@Nullable Json value) {
    return value instanceof JsonString(String text) ? Optional.of(text) : Optional.empty();
  }

  static String base64(byte[] bytes) {
    return TO_BASE64.encodeToString(bytes);
  }

  private Optional<Signature> algorithm() throws GeneralSecurityException {
    return switch (text(header.get("alg")).orElse("")) {
      case "RS256" -> Optional.of(Signature.getInstance("SHA256withRSA"));
      case "PS256" -> {
        Signature ps256 = Signature.getInstance("RSASSA-PSS");
        ps256.setParameter(PSS);
        yield Optional.of(ps256);
      }
      default -> Optional.empty();
    };
  }

  private static byte[] bytes(String base64) {
    return Base64.getUrlDecoder().decode(base64);
  }

  /// Without the token.
  @Override
  public String toString() {
    return "Jwt[REDACTED]";
  }
}
