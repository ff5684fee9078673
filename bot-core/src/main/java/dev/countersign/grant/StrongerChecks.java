package dev.countersign.grant;

import dev.countersign.audit.Folding.Folded;
import dev.countersign.audit.ProvenPress;
import dev.countersign.policy.Ruling;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.BrokenGlass;
import dev.countersign.request.Decision;
import dev.countersign.request.Vote;
import java.util.ArrayList;
import java.util.List;

/// Whether approvals come with the stronger check that a ruling asks for, by the entries and by
/// nothing else.
///
/// @param asked whether the ruling does
/// @param proven presses that came with a passkey, in order
public record StrongerChecks(boolean asked, List<ProvenPress> proven) {
  /// Of a request about which nobody was asked.
  static final StrongerChecks NONE = new StrongerChecks(false, List.of());

  public StrongerChecks {
    proven = List.copyOf(proven);
  }

  /// By the ruling under which the request was opened.
  public static StrongerChecks of(Folded folded) {
    return new StrongerChecks(
        !folded.ruled().optionalBool("chat_approve").orElse(true), folded.proven());
  }

  /// With the press that is being counted, which has no entry yet.
  StrongerChecks and(ProvenPress press) {
    List<ProvenPress> more = new ArrayList<>(proven);
    more.add(press);
    return new StrongerChecks(asked, more);
  }

  /// Also what another ruling asks for.
  StrongerChecks under(Ruling other) {
    return new StrongerChecks(asked || !other.chatApprove(), proven);
  }

  /// Whether a passkey of its person signed for this use of break-glass.
  ///
  /// @param seq the number of its entry
  boolean admits(ApprovalRequest request, BrokenGlass glass, int seq) {
    return proven.stream()
        .anyMatch(press ->
            press.seq() < seq
                && press.proves(request.id(), glass, request.revision(), request.action()));
  }

  /// @param seq the number of the vote's entry
  boolean admits(ProposalId request, Vote vote, int seq) {
    return !asked
        || vote.decision() != Decision.APPROVE
        || proven.stream().anyMatch(press -> press.seq() < seq && press.proves(request, vote));
  }
}
