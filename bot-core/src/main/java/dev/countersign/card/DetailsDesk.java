package dev.countersign.card;

import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.request.Decision;
import java.util.Map;

/// Where adapters ask for the whole of an action in pages, for one person who opened them from its
/// card. Of an action that no card shows whole, that a person opened a page is written down before
/// they see it; who has opened all of them may approve on the last.
///
/// Throws [UnavailableException] when the ledger cannot answer.
public interface DetailsDesk {
  /// What the button on a card is called, in every chat.
  String LABEL = "Details…";

  String BACK = "Back";
  String NEXT = "Next";

  /// What a chat says when the pages do not open.
  String NOT_OPENED =
      "Countersign could not open the details. Please try it once more from the card.";

  Shown look(Look look);

  /// @param reference how the card names its request, see [CardView#reference]
  /// @param address where the card stands
  /// @param messageId the message that it stands in
  /// @param page from 1; whoever has not opened an earlier one is shown that one first
  record Look(
      AccountId viewer, String reference, ChatAddress address, String messageId, int page) {}

  /// What the viewer, and only the viewer, is shown.
  sealed interface Shown {
    /// @param card the page as the chat draws it
    /// @param tokens one for each of [RenderedCard#asks]
    /// @param number from 1
    /// @param count of how many
    record Page(RenderedCard card, Map<Decision, String> tokens, int number, int count)
        implements Shown {
      public Page {
        tokens = Map.copyOf(tokens);
      }

      public boolean isFirst() {
        return number == 1;
      }

      public boolean isLast() {
        return number == count;
      }

      /// Where in the pages it is; at most 24 characters.
      public String title() {
        return "Page " + number + " of " + count;
      }

      /// Without the tokens.
      @Override
      public String toString() {
        return "Page[" + number + " of " + count + ", asks " + card.asks() + "]";
      }
    }

    /// Nothing is shown.
    ///
    /// @param why in the service's own words
    record Not(String why) implements Shown {}
  }
}
