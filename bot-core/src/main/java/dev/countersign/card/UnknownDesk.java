package dev.countersign.card;

import dev.countersign.people.AccountId;
import dev.countersign.proposal.ProposalId;
import java.util.List;
import java.util.Optional;

/// Where pages ask for what was executed, and nobody knows whether it happened. What somebody says
/// of one is sent to [InterventionDesk], as from its card.
///
/// Throws [UnavailableException] when the ledger cannot answer.
@FunctionalInterface
public interface UnknownDesk {

  /// Those that the reader may see, the newest first.
  ///
  /// @param before where the page before this one ended; anything else for the first page
  Listing list(AccountId reader, String before);

  /// @param next where the next page begins; empty where there is none
  record Listing(List<Row> rows, Optional<ProposalId> next) {
    public Listing {
      rows = List.copyOf(rows);
    }
  }

  /// @param headline in the service's own words
  /// @param lines what is known of it
  /// @param form for whoever may say what happened
  /// @param whyNot in the service's own words, for whoever may not; empty where there is a form
  record Row(
      ProposalId id,
      String headline,
      List<List<Run>> lines,
      Optional<InterventionDesk.Opened.Form> form,
      String whyNot) {
    public Row {
      lines = lines.stream().map(List::copyOf).toList();
    }

    /// Without the seal.
    @Override
    public String toString() {
      return "Row[" + id + "]";
    }
  }
}
