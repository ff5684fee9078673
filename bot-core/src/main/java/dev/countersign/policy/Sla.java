package dev.countersign.policy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How long people have, when they are reminded and when somebody else hears of it.
///
/// @param expires how long people have to decide; [#DEFAULT_EXPIRY] where the rule does not say
/// @param remindAtPercent ascending shares of that time, each 1..99
public record Sla(
    Duration expires, List<Integer> remindAtPercent, Optional<Escalation> escalation) {
  public static final Duration SHORTEST = Duration.ofMinutes(1);
  public static final Duration LONGEST = Duration.ofDays(30);
  public static final Duration DEFAULT_EXPIRY = Duration.ofHours(24);
  public static final int MOST_REMINDERS = 5;
  public static final Sla DEFAULT = new Sla(DEFAULT_EXPIRY, List.of(), Optional.empty());

  public Sla {
    remindAtPercent = List.copyOf(remindAtPercent);
  }
}
