package dev.countersign.trial.page;

import dev.countersign.proposal.ProposalId;
import java.util.Optional;

/// Somebody with every right in the gate's database, but without its keys.
public interface DatabaseOwner {
  /// Makes the amount of this refund a hundred times as large, in the bytes that the gate froze,
  /// the moment that it is approved.
  void rewriteAtApproval(ProposalId id);

  /// Lies in wait no more.
  void leave();

  /// Writes back all that was rewritten, as it was.
  void putBack();

  /// The code with which the gate put aside what it was to do for this request, once it has.
  Optional<String> putAside(ProposalId id);
}
