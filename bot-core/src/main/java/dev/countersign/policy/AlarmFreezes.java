package dev.countersign.policy;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// When the gate freezes an agent by itself: `freeze_agent` of a policy.
///
/// @param bounds by what is counted; what has none freezes nobody
public record AlarmFreezes(Map<AgentAlarm, Bound> bounds) {
  public static final AlarmFreezes NONE = new AlarmFreezes(Map.of());

  public static final int MOST_TIMES = 10_000;

  /// What is counted is kept for so long.
  public static final Duration LONGEST = Duration.ofDays(1);

  /// So often within so long freezes the agent.
  ///
  /// @param times 1..[#MOST_TIMES]
  /// @param within whole minutes, from [Sla#SHORTEST] to [#LONGEST]
  public record Bound(int times, Duration within) {
    public Bound {
      if (times < 1 || times > MOST_TIMES) {
        throw new IllegalArgumentException("an alarm is 1 to " + MOST_TIMES + " times");
      }
      if (within.compareTo(Sla.SHORTEST) < 0 || within.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException("an alarm is counted within 1m to 1d");
      }
    }

    @Override
    public String toString() {
      return times + " within " + Durations.text(within);
    }
  }

  public AlarmFreezes {
    bounds = bounds.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(bounds));
  }

  public Optional<Bound> of(AgentAlarm alarm) {
    return Optional.ofNullable(bounds.get(alarm));
  }
}
