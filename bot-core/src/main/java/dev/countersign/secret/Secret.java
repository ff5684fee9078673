package dev.countersign.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/// A credential in memory. Prints [#REDACTED] everywhere; [#reveal] and [#utf8] are for the one
/// line that hands it to whoever uses it. What shape it must have, its user checks.
public final class Secret {
  public static final String REDACTED = "[REDACTED]";

  private static final int DRAWN_BYTES = 32;

  private final String value;

  public Secret(String value) {
    this.value = value;
  }

  /// A new one that nobody can guess: 256 random bits in hexadecimal.
  public static Secret drawn(SecureRandom random) {
    byte[] bits = new byte[DRAWN_BYTES];
    random.nextBytes(bits);
    return new Secret(HexFormat.of().formatHex(bits));
  }

  public String reveal() {
    return value;
  }

  public byte[] utf8() {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  /// Compares in a time that does not tell where two secrets differ.
  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && MessageDigest.isEqual(utf8(), secret.utf8());
  }

  /// The same for all, so that no hash of a secret ends up in a log.
  @Override
  public int hashCode() {
    return Secret.class.hashCode();
  }

  @Override
  public String toString() {
    return REDACTED;
  }
}
