package dev.countersign.policy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// One rule of a policy.
///
/// @param standing how far a rule goes whose gate is to allow; empty for one without bounds
/// @param stages who must approve, in order; present when the gate asks, and where a standing
///   approval falls back to asking
/// @param beneficiaries where an action names persons who may not decide it
/// @param chatApprove false where approving needs the stronger check
/// @param attachmentsOpened whether an approval counts only of somebody who has opened each
///   attachment
/// @param readFor how long a card has stood at its place before an approval there counts
public record Rule(
    String id,
    Condition when,
    Gate gate,
    Optional<StandingApproval> standing,
    List<Stage> stages,
    List<BeneficiaryField> beneficiaries,
    Sla sla,
    boolean chatApprove,
    boolean attachmentsOpened,
    Optional<Duration> readFor) {
  public static final Duration SHORTEST_READING = Duration.ofSeconds(1);
  public static final Duration LONGEST_READING = Duration.ofMinutes(10);

  public Rule {
    stages = List.copyOf(stages);
    beneficiaries = List.copyOf(beneficiaries);
  }

  /// Its stages, those that are asked at once together.
  List<List<Stage>> steps() {
    return Stage.steps(stages).stream()
        .map(step -> step.stream().map(stages::get).toList())
        .toList();
  }

  /// What it answers where its standing approval does not reach.
  Gate fallback() {
    return stages.isEmpty() ? Gate.REFUSE : Gate.ASK;
  }
}
