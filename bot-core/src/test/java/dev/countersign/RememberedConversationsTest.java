package dev.countersign;

import dev.countersign.card.Conversations;
import dev.countersign.card.ConversationsContract;

class RememberedConversationsTest extends ConversationsContract {
  private final Conversations conversations = new RememberedConversations();

  @Override
  protected Conversations conversations() {
    return conversations;
  }
}
