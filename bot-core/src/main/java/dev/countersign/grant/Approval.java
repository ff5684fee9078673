package dev.countersign.grant;

import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.GrantMode;
import dev.countersign.request.Vote;
import java.util.List;

/// A request that may be granted. Only [QuorumGate] makes one, so nothing is signed that it did not
/// prove.
public final class Approval {
  private final ApprovalRequest request;
  private final GrantMode mode;
  private final List<Vote> votes;

  Approval(ApprovalRequest request, GrantMode mode, List<Vote> votes) {
    this.request = request;
    this.mode = mode;
    this.votes = List.copyOf(votes);
  }

  public ApprovalRequest request() {
    return request;
  }

  public GrantMode mode() {
    return mode;
  }

  /// The approvals that make up the quorum; none where the policy allows by itself.
  public List<Vote> votes() {
    return votes;
  }
}
