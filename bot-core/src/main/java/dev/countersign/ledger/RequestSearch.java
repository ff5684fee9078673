package dev.countersign.ledger;

import dev.countersign.proposal.ProposalId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The port to requests by the words that were written down with them. What it finds is to be
/// looked at again: who may see it, and by which of its words, it does not know.
@FunctionalInterface
public interface RequestSearch {
  /// After which it gives up.
  Duration LONGEST = Duration.ofSeconds(1);

  /// The newest first.
  ///
  /// @param terms at least one
  /// @param before only ids below this one: the cursor
  /// @return empty when it took longer than [#LONGEST]
  Optional<Page> page(SearchTerms terms, Optional<ProposalId> before, int most);

  /// @param records what reads of the rows
  /// @param last where the next page goes on; empty when there are no more
  record Page(List<RequestRecord> records, Optional<ProposalId> last) {
    public Page {
      records = List.copyOf(records);
    }
  }
}
