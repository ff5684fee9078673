package dev.countersign.policy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How long people have by one rule, and what is done so that they decide in that time.
///
/// @param expires how long people have to decide; [#DEFAULT_EXPIRY] where the rule does not say
/// @param clock what `expires` is counted by
/// @param remindAt when those are reminded who have not decided: percents of that time, ascending,
///   each once, 1 to 99
/// @param escalation whom each stage of the rule asks too when its own group does not decide
public record Sla(
    Duration expires, Clock clock, List<Integer> remindAt, Optional<Escalation> escalation) {
  public static final Duration SHORTEST = Duration.ofMinutes(1);
  public static final Duration LONGEST = Duration.ofDays(30);
  public static final Duration DEFAULT_EXPIRY = Duration.ofHours(24);

  /// Of one rule; several rules together may come to [Timing#MOST_REMINDERS].
  public static final int MOST_REMINDERS = 5;

  public static final Sla DEFAULT = new Sla(DEFAULT_EXPIRY);

  public enum Clock {
    /// All time counts.
    WALL,
    /// The time counts in which the groups that are asked work.
    WORKING
  }

  public Sla {
    remindAt = List.copyOf(remindAt);
  }

  public Sla(Duration expires) {
    this(expires, Clock.WALL, List.of(), Optional.empty());
  }
}
