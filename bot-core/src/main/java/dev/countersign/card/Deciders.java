package dev.countersign.card;

import dev.countersign.people.AccountId;
import dev.countersign.people.Surface;
import java.util.List;

/// Where adapters ask to whom buttons are to be shown. Who may press them is asked again at the
/// press.
public interface Deciders {

  /// Accounts on a chat of those who may decide now, in a stable order; empty when nobody may any
  /// more.
  ///
  /// Throws [UnavailableException] when the ledger cannot answer.
  ///
  /// @param reference how the card names its request, see [CardView#reference]
  List<AccountId> of(String reference, Surface surface, int most);
}
