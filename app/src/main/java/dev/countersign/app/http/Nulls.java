package dev.countersign.app.http;

import dev.countersign.json.Json;
import dev.countersign.json.JsonNull;
import java.time.Instant;
import java.util.Optional;

/// What the contract shows as `null` when it is absent.
final class Nulls {
  private Nulls() {}

  static Json text(Optional<String> text) {
    return text.<Json>map(Json::of).orElse(JsonNull.NULL);
  }

  static Json time(Optional<Instant> time) {
    return text(time.map(Instant::toString));
  }
}
