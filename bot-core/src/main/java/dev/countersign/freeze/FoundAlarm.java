package dev.countersign.freeze;

import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.policy.AgentAlarm;
import dev.countersign.policy.AlarmFreezes.Bound;
import java.time.Duration;

/// For what the gate froze an agent by itself.
///
/// @param times how often it came, at least as often as the bound says
/// @param bound of the policy
/// @param policy whose bound it is
public record FoundAlarm(AgentAlarm alarm, int times, Bound bound, Digest policy) {
  public FoundAlarm {
    if (times < bound.times()) {
      throw new IllegalArgumentException("the policy freezes nobody for this");
    }
  }

  /// Why, for everybody who reads the freeze.
  public String reason() {
    return "%s. The policy freezes an agent at %s."
        .formatted(
            switch (alarm) {
              case FAST_APPROVALS ->
                  times == 1
                      ? "Somebody approved its request within seconds of seeing it"
                      : times + " approvals of its requests came within seconds of their cards";
              case OVER_BUDGET ->
                  times == 1
                      ? "It asked for more than its budget"
                      : "It asked " + times + " times for more than its budget";
            },
            bound);
  }

  JsonObject toJson() {
    return JsonObject.builder()
        .put("kind", WireName.of(alarm))
        .put("times", times)
        .put("freezes_at", bound.times())
        .put("within_seconds", bound.within().toSeconds())
        .put("policy", policy.value())
        .build();
  }

  static FoundAlarm fromJson(JsonObject stored) {
    return new FoundAlarm(
        WireName.require(AgentAlarm.class, stored.text("kind")),
        Math.toIntExact(stored.number("times")),
        new Bound(
            Math.toIntExact(stored.number("freezes_at")),
            Duration.ofSeconds(stored.number("within_seconds"))),
        new Digest(stored.text("policy")));
  }
}
