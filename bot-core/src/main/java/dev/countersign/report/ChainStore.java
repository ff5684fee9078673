package dev.countersign.report;

import dev.countersign.proposal.ProposalId;
import java.util.List;
import java.util.Optional;

/// The port to the chains of all requests, as they are stored.
public interface ChainStore {

  /// Whole chains of the requests after `after`, in id order. Fewer than `most` only where there
  /// are no more.
  List<StoredChain> chainsAfter(Optional<ProposalId> after, int most);
}
