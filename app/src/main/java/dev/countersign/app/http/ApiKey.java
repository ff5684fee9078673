package dev.countersign.app.http;

import dev.countersign.json.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An agent's API key, `ck_<env>_<keyid>_<secret>`.
///
/// @param id the public part, `ck_<env>_<keyid>`, as in `people.yaml`
/// @param secret 32 to 128 characters of base64url
public record ApiKey(String id, String secret) {
  private static final Pattern SHAPE =
      Pattern.compile("(ck_(?:live|test|dev)_[a-z0-9]{8,32})_([A-Za-z0-9_-]{32,128})");

  public static Optional<ApiKey> parse(String text) {
    Matcher key = SHAPE.matcher(text);
    return key.matches() ? Optional.of(new ApiKey(key.group(1), key.group(2))) : Optional.empty();
  }

  /// What is stored in place of the secret: SHA-256 over its characters, 32 bytes. The secret is
  /// random and long, so a slow hash would protect nothing.
  public byte[] secretHash() {
    return Digest.sha256(secret.getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public String toString() {
    return "ApiKey[" + id + "]";
  }
}
