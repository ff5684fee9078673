package dev.countersign.report;

import dev.countersign.proposal.ProposalId;
import java.util.List;

/// The port to what there is of requests for lists and figures, along their ids, which is the order
/// of time.
@FunctionalInterface
public interface RequestLines {

  /// The newest first. A row that does not read is told as such and keeps none from being shown.
  ///
  /// @param from the least id that counts
  /// @param before only ids below this one, as they are stored: the cursor
  Page page(ProposalId from, String before, int most);

  /// @param read how many rows there were, readable or not; fewer than asked for only where there
  ///   are no more
  /// @param last the id of the last of them as it is stored; empty where there was none
  record Page(List<RequestLine> lines, int read, String last) {
    public Page {
      lines = List.copyOf(lines);
    }
  }
}
