package dev.countersign.card;

import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import java.util.Optional;

/// Where adapters ask what a posted message shows to one person, on chats that can show one message
/// differently to different people. Looking decides nothing.
///
/// Throws [UnavailableException] when the ledger cannot answer.
public interface CardDesk {

  /// The committed state of a request as this account may see it at this message; empty when the
  /// gate keeps no such card there.
  ///
  /// @param reference what the viewer's chat says that the card names, see [CardView#reference]
  Optional<PersonalCard> show(
      String reference, ChatAddress address, String messageId, AccountId viewer);
}
