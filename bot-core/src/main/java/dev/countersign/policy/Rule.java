package dev.countersign.policy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One rule of a policy.
///
/// @param stages who must approve, in order; present exactly when the gate asks
/// @param chatApprove false where approving needs the stronger check
/// @param attachmentsOpened whether nobody may approve an attachment that nobody has opened
/// @param readFor how long a card has stood at its place before an approval there counts
public record Rule(
    String id,
    Condition when,
    Gate gate,
    List<Stage> stages,
    Sla sla,
    boolean chatApprove,
    boolean attachmentsOpened,
    Optional<Duration> readFor) {
  public static final Duration SHORTEST_READING = Duration.ofSeconds(1);
  public static final Duration LONGEST_READING = Duration.ofMinutes(10);

  public Rule {
    stages = List.copyOf(stages);
  }
}
