package dev.countersign.store;

import dev.countersign.card.Conversations;
import dev.countersign.card.ConversationsContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresConversationsTest extends ConversationsContract {
  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @Override
  protected Conversations conversations() {
    return postgres.store().conversations();
  }
}
