package dev.countersign.policy;

import java.util.List;

/// One rule of a policy.
///
/// @param stages who must approve, in order; present exactly when the gate asks
/// @param chatApprove false where approving needs the stronger check
/// @param attachmentsOpened whether nobody may approve an attachment that nobody has opened
public record Rule(
    String id,
    Condition when,
    Gate gate,
    List<Stage> stages,
    Sla sla,
    boolean chatApprove,
    boolean attachmentsOpened) {
  public Rule {
    stages = List.copyOf(stages);
  }
}
