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

/// A 256-bit HS256 key (RFC 7518 section 3.2).
final class DecisionKey implements TokenKey<DecisionKey> {
  private static final int BYTES = 32;
  private static final byte[] FINGERPRINT =
      "countersign/key/1\0".getBytes(StandardCharsets.US_ASCII);

  private final KeyLabel label;
  // Made once: a Mac itself is not safe to share between threads, its key is.
  private final SecretKeySpec secret;

  private DecisionKey(KeyLabel label, SecretKeySpec secret) {
    this.label = label;
    this.secret = secret;
  }

  static DecisionKey of(KeyLabel label, byte[] secret) {
    if (secret.length != BYTES) {
      throw new IllegalArgumentException("an HS256 key has exactly " + BYTES + " bytes");
    }
    return new DecisionKey(label, new SecretKeySpec(secret, "HmacSHA256"));
  }

  static DecisionKey generate(KeyLabel label, SecureRandom random) {
    byte[] secret = new byte[BYTES];
    random.nextBytes(secret);
    return of(label, secret);
  }

  static DecisionKey read(JsonObject key) {
    byte[] secret;
    try {
      secret = Base64.getUrlDecoder().decode(key.text("k"));
    } catch (IllegalArgumentException e) {
      // Without its cause, whose message quotes a character of the secret.
      throw new IllegalArgumentException("a decision key is not base64url");
    }
    return of(KeyLabel.read(key), secret);
  }

  @Override
  public KeyLabel label() {
    return label;
  }

  @Override
  public DecisionKey relabelled(KeyLabel next) {
    return new DecisionKey(next, secret);
  }

  @Override
  public byte[] sign(byte[] bytes) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(secret);
      return mac.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  @Override
  public boolean verifies(byte[] bytes, byte[] signature) {
    return MessageDigest.isEqual(sign(bytes), signature);
  }

  @Override
  public Digest fingerprint() {
    return Digest.ofHash(Digest.sha256(FINGERPRINT, secret.getEncoded()));
  }

  @Override
  public JsonObject toJson() {
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
    return "DecisionKey[" + label + "]";
  }
}
