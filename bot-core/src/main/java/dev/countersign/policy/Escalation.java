package dev.countersign.policy;

import dev.countersign.json.JsonObject;
import java.time.Duration;

/// Whom a stage asks too when its own group does not decide.
///
/// @param after how long the stage has been open by then
/// @param to members of this group may decide from then on as members of the stage's own group do
public record Escalation(Duration after, GroupName to) {

  JsonObject toJson() {
    return JsonObject.builder()
        .put("after_seconds", after.toSeconds())
        .put("to", to.value())
        .build();
  }

  static Escalation fromJson(JsonObject json) {
    return new Escalation(
        Duration.ofSeconds(json.number("after_seconds")), new GroupName(json.text("to")));
  }

  /// What two rules let a stage do that both of them ask for: to go to another group only where
  /// both name that one, after the longer of their times.
  Escalation laterOf(Escalation other) {
    return after.compareTo(other.after) >= 0 ? this : other;
  }
}
