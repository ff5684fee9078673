package dev.countersign.ledger;

import dev.countersign.proposal.ProposalId;
import java.util.List;

/// The port to what was put aside. Releasing makes it due again and nothing else: whatever stood in
/// its way is asked anew.
public interface Quarantine {

  /// The first of them, longest held first.
  List<Held> held(int most);

  List<Held> held(ProposalId request);

  /// Pending requests whose deadline has been over for so long that something keeps them from
  /// ending, the oldest first.
  List<ProposalId> overdue(int most);

  /// Makes what is held of a request due at once, as if it had never failed.
  ///
  /// @return how many deliveries
  int release(ProposalId request);
}
