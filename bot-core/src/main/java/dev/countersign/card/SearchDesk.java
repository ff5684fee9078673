package dev.countersign.card;

import dev.countersign.card.Chapter.Block;
import dev.countersign.people.AccountId;
import java.util.List;

/// Where pages look for requests. What is answered is for the asker alone: only what they may see,
/// and by nothing that its page does not show them. Asking changes nothing.
///
/// Throws [UnavailableException] when the ledger cannot answer.
@FunctionalInterface
public interface SearchDesk {

  /// @param typed of any length
  Found search(AccountId reader, String typed);

  /// What came of it.
  sealed interface Found {
    /// Nothing was typed.
    record Nothing() implements Found {}

    /// There is nothing in it to look for; why, in the service's own words.
    record Unread(String words) implements Found {}

    /// It took too long; what to do, in the service's own words.
    record GivenUp(String words) implements Found {}

    /// @param rows the newest first; may be none
    /// @param note of the bounds, the same for whatever was found
    record Requests(List<Block.Row> rows, String note) implements Found {
      public Requests {
        rows = List.copyOf(rows);
      }
    }
  }
}
