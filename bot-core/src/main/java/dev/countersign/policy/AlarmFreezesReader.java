package dev.countersign.policy;

import dev.countersign.json.JsonForm;
import dev.countersign.json.WireName;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Reads the member `freeze_agent` of a policy.
final class AlarmFreezesReader {
  private AlarmFreezesReader() {}

  static AlarmFreezes read(JsonForm root) {
    return root.object("freeze_agent").map(AlarmFreezesReader::bounds).orElse(AlarmFreezes.NONE);
  }

  private static AlarmFreezes bounds(JsonForm form) {
    Map<AgentAlarm, AlarmFreezes.Bound> bounds = new EnumMap<>(AgentAlarm.class);
    boolean written = false;
    for (AgentAlarm alarm : AgentAlarm.values()) {
      Optional<JsonForm> one = form.object(WireName.of(alarm));
      written |= form.has(WireName.of(alarm));
      one.flatMap(AlarmFreezesReader::bound).ifPresent(bound -> bounds.put(alarm, bound));
    }
    if (!written) {
      form.problemAt(
          form.pointer(),
          "required",
          "Say what freezes an agent: fast_approvals, over_budget, or both.");
    }
    form.close();
    return new AlarmFreezes(bounds);
  }

  private static Optional<AlarmFreezes.Bound> bound(JsonForm form) {
    form.require("times");
    form.require("within");
    Optional<Integer> times = form.integer("times", 1, AlarmFreezes.MOST_TIMES);
    Optional<Duration> within =
        form.parsed(
            "within",
            AlarmFreezesReader::within,
            "bad_duration",
            "A whole number of minutes or hours is expected, such as 10m or 1h: 1m to 1d.");
    form.close();
    return times.flatMap(often -> within.map(time -> new AlarmFreezes.Bound(often, time)));
  }

  private static Duration within(String text) {
    Duration time = Durations.duration(text);
    if (time.compareTo(AlarmFreezes.LONGEST) > 0) {
      throw new IllegalArgumentException("longer than what is counted is kept");
    }
    return time;
  }
}
