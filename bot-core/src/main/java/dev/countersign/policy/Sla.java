package dev.countersign.policy;

import java.time.Duration;

/// How long people have.
///
/// @param expires how long people have to decide; [#DEFAULT_EXPIRY] where the rule does not say
/// @param clock what `expires` is counted by
public record Sla(Duration expires, Clock clock) {
  public static final Duration SHORTEST = Duration.ofMinutes(1);
  public static final Duration LONGEST = Duration.ofDays(30);
  public static final Duration DEFAULT_EXPIRY = Duration.ofHours(24);
  public static final Sla DEFAULT = new Sla(DEFAULT_EXPIRY);

  public enum Clock {
    /// All time counts.
    WALL,
    /// The time counts in which the groups that are asked work.
    WORKING
  }

  public Sla(Duration expires) {
    this(expires, Clock.WALL);
  }
}
