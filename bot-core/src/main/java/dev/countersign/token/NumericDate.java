package dev.countersign.token;

import dev.countersign.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Instants inside tokens: whole seconds since the epoch (RFC 7519 section 2).
final class NumericDate {
  private NumericDate() {}

  static Instant read(JsonObject claims, String name) {
    return Instant.ofEpochSecond(claims.number(name));
  }

  static void requireWholeSeconds(Instant... instants) {
    for (Instant instant : instants) {
      if (!instant.equals(instant.truncatedTo(ChronoUnit.SECONDS))) {
        throw new IllegalArgumentException("a token's instants are whole seconds");
      }
    }
  }
}
