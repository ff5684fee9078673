package dev.countersign.json;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Pattern;

/// A SHA-256 value as text: `sha-256:` and 43 characters of unpadded base64url (RFC 4648 section
/// 5).
public record Digest(String value) {
  private static final String PREFIX = "sha-256:";
  private static final Pattern SHAPE = Pattern.compile("sha-256:[A-Za-z0-9_-]{43}");

  public Digest {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException("not a sha-256 digest");
    }
  }

  public static Digest of(byte[] bytes) {
    return ofHash(sha256(bytes));
  }

  public static Digest of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The text form of a hash that was computed elsewhere, for instance by the database; exactly 32
  /// bytes.
  public static Digest ofHash(byte[] hash) {
    if (hash.length != 32) {
      throw new IllegalArgumentException("a SHA-256 hash has 32 bytes, not " + hash.length);
    }
    return new Digest(PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
  }

  public static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        sha.update(part);
      }
      return sha.digest();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  public byte[] hash() {
    return Base64.getUrlDecoder().decode(value.substring(PREFIX.length()));
  }

  /// The first and last four characters, for a card's small print; never for comparing.
  public String abbreviated() {
    String text = value.substring(PREFIX.length());
    return PREFIX + text.substring(0, 4) + "…" + text.substring(text.length() - 4);
  }

  @Override
  public String toString() {
    return value;
  }
}
