package dev.countersign.teams;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;

/// A credential in memory. Prints `[REDACTED]` everywhere; [#reveal] is for the one line that uses
/// it.
public final class Secret {
  private static final Pattern PRINTABLE = Pattern.compile("[!-~]{8,512}");

  private final String value;

  /// @throws IllegalArgumentException unless it is 8 to 512 printable ASCII characters without
  ///   blanks
  public Secret(String value) {
    if (!PRINTABLE.matcher(value).matches()) {
      throw new IllegalArgumentException("not the shape of a client secret");
    }
    this.value = value;
  }

  String reveal() {
    return value;
  }

  private byte[] utf8() {
    return value.getBytes(StandardCharsets.UTF_8);
  }

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
    return "[REDACTED]";
  }
}
