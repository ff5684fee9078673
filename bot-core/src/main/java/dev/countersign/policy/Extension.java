package dev.countersign.policy;

import dev.countersign.json.JsonObject;
import java.time.Duration;

/// How far those who may decide may put the deadline off.
///
/// @param by how much later one extension makes it
/// @param times how often, 1 to [#MOST_TIMES]
public record Extension(Duration by, int times) {
  public static final int MOST_TIMES = 5;

  JsonObject toJson() {
    return JsonObject.builder().put("by_seconds", by.toSeconds()).put("times", times).build();
  }

  static Extension fromJson(JsonObject json) {
    return new Extension(
        Duration.ofSeconds(json.number("by_seconds")), Math.toIntExact(json.number("times")));
  }

  /// What two rules both let people do.
  Extension and(Extension other) {
    return new Extension(by.compareTo(other.by) <= 0 ? by : other.by, Math.min(times, other.times));
  }
}
