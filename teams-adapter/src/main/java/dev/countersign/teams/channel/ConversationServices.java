package dev.countersign.teams.channel;

import dev.countersign.card.Conversation;
import dev.countersign.card.Conversations;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/// Where the service of a conversation is reached.
public final class ConversationServices {
  private final Conversations conversations;
  private final URI cold;

  /// @param cold for conversations that Teams has not told of yet
  public ConversationServices(Conversations conversations, URI cold) {
    this.conversations = conversations;
    this.cold = cold;
  }

  /// Empty when the app or the conversation was removed.
  Optional<URI> service(ChatAddress address) {
    Optional<Conversation> known = conversations.find(address);
    return known.isEmpty()
        ? Optional.of(cold)
        : known.filter(Conversation::present).map(Conversation::service);
  }

  /// The person's own conversation with the app, as Teams told it last; empty for whoever does not
  /// have the app.
  Optional<Conversation> personal(AccountId person) {
    return conversations.personal(List.of(person), 1).stream()
        .filter(Conversation::present)
        .findFirst();
  }
}
