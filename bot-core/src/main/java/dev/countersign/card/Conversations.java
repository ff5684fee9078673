package dev.countersign.card;

import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import java.util.List;
import java.util.Optional;

/// The port to what is known of conversations. Telling the same twice changes nothing; of two
/// tellings the one with the later [Conversation#at] stays.
///
/// Every method throws [UnavailableException] when the store cannot answer.
public interface Conversations {
  void remember(Conversation conversation);

  Optional<Conversation> find(ChatAddress address);

  /// The own conversations with the app of those who have the app, in the order in which they are
  /// asked for, the latest told of each: all in one round trip.
  ///
  /// @param people each once
  /// @param most so many and no more
  List<Conversation> personal(List<AccountId> people, int most);
}
