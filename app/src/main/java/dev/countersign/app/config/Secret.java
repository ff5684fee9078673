package dev.countersign.app.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/// A credential in memory. Prints `[REDACTED]` everywhere; [#reveal] is for the one line that hands
/// it to whoever uses it.
public final class Secret {
  public static final String REDACTED = "[REDACTED]";

  private final String value;

  public Secret(String value) {
    this.value = value;
  }

  public String reveal() {
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.UTF_8), secret.value.getBytes(StandardCharsets.UTF_8));
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
