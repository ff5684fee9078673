package dev.countersign.intake;

import dev.countersign.policy.Ruling;
import dev.countersign.proposal.Proposal;
import dev.countersign.proposal.ProposalDraft;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.RequestState;
import java.time.Duration;
import java.time.Instant;

/// What a draft would become if it were opened now; nothing is stored.
///
/// @param ruling with what speaks against it beside the policy
/// @param ruled by the policy, with the people of that moment
/// @param byPolicy until when people have, unless the agent wants its answer sooner
record Prospect(
    ProposalDraft draft,
    Proposal proposal,
    Ruling ruling,
    ApprovalRequest request,
    RulingDesk.Ruled ruled,
    Instant byPolicy) {

  /// Whether people are to be asked who have too little time to read what is asked. What the policy
  /// itself cuts short is its operator's decision.
  boolean leavesLessThan(Duration leastTime) {
    Instant least = proposal.at().plus(leastTime);
    return request.state() instanceof RequestState.Pending
        && draft
            .expiresAt()
            .filter(end -> end.isBefore(least) && end.isBefore(byPolicy))
            .isPresent();
  }
}
