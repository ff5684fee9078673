package dev.countersign.token;

import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// 256 secret bits for HMAC-SHA-256 (RFC 7518 section 3.2).
final class HmacSecret {
  private static final int BYTES = 32;
  private static final byte[] FINGERPRINT =
      "countersign/key/1\0".getBytes(StandardCharsets.US_ASCII);

  // Made once: a Mac itself is not safe to share between threads, its key is.
  private final SecretKeySpec secret;

  HmacSecret(byte[] secret) {
    if (secret.length != BYTES) {
      throw new IllegalArgumentException("an HS256 key has exactly " + BYTES + " bytes");
    }
    this.secret = new SecretKeySpec(secret, "HmacSHA256");
  }

  static HmacSecret generate(SecureRandom random) {
    byte[] secret = new byte[BYTES];
    random.nextBytes(secret);
    return new HmacSecret(secret);
  }

  static HmacSecret read(JsonObject key) {
    byte[] secret;
    try {
      secret = Base64.getUrlDecoder().decode(key.text("k"));
    } catch (IllegalArgumentException e) {
      // Without its cause, whose message quotes a character of the secret.
      throw new IllegalArgumentException("a secret key is not base64url");
    }
    return new HmacSecret(secret);
  }

  byte[] mac(byte[]... parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(secret);
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  boolean made(byte[] mac, byte[]... parts) {
    return MessageDigest.isEqual(mac(parts), mac);
  }

  /// A digest that nobody can compute without having the key.
  Digest fingerprint() {
    return Digest.ofHash(Digest.sha256(FINGERPRINT, secret.getEncoded()));
  }

  /// As an entry of `keys.json`.
  JsonObject toJson(KeyLabel label) {
    JsonObject.Builder key =
        JsonObject.builder()
            .put("kty", "oct")
            .put("alg", "HS256")
            .put("use", "sig")
            .put("k", Base64.getUrlEncoder().withoutPadding().encodeToString(secret.getEncoded()));
    label.writeTo(key);
    return key.build();
  }

  @Override
  public String toString() {
    return "HmacSecret";
  }
}
