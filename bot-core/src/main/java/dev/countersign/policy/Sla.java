package dev.countersign.policy;

import java.time.Duration;

/// How long people have.
///
/// @param expires how long people have to decide; [#DEFAULT_EXPIRY] where the rule does not say
public record Sla(Duration expires) {
  public static final Duration SHORTEST = Duration.ofMinutes(1);
  public static final Duration LONGEST = Duration.ofDays(30);
  public static final Duration DEFAULT_EXPIRY = Duration.ofHours(24);
  public static final Sla DEFAULT = new Sla(DEFAULT_EXPIRY);
}
