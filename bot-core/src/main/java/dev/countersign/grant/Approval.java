package dev.countersign.grant;

import dev.countersign.proposal.PersonId;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.Basis;
import dev.countersign.request.GrantMode;
import dev.countersign.request.Vote;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request that may be granted. Only [QuorumGate] makes one, so nothing is signed that it did not
/// prove.
public final class Approval {
  private final ApprovalRequest request;
  private final Basis basis;
  private final List<Vote> votes;
  private final Map<PersonId, String> functions;

  Approval(
      ApprovalRequest request, Basis basis, List<Vote> votes, Map<PersonId, String> functions) {
    this.request = request;
    this.basis = basis;
    this.votes = List.copyOf(votes);
    this.functions = Map.copyOf(functions);
  }

  public ApprovalRequest request() {
    return request;
  }

  public GrantMode mode() {
    return basis.mode();
  }

  /// What it rests on.
  public Basis basis() {
    return basis;
  }

  /// The approvals that make up the quorum; none where the policy allows by itself, and where
  /// break-glass stands in its place.
  public List<Vote> votes() {
    return votes;
  }

  /// The business function that this person's approval counts for, where they had any.
  public Optional<String> functionOf(PersonId person) {
    return Optional.ofNullable(functions.get(person));
  }
}
