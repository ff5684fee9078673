package dev.countersign.card;

import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import java.util.Optional;

/// The port to what is known of conversations. Telling the same twice changes nothing; of two
/// tellings the one with the later [Conversation#at] stays.
///
/// Every method throws [UnavailableException] when the store cannot answer.
public interface Conversations {
  void remember(Conversation conversation);

  Optional<Conversation> find(ChatAddress address);

  /// A person's own conversation with the app; empty while the person does not have the app.
  Optional<Conversation> personal(AccountId person);
}
