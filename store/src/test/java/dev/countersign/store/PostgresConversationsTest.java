package dev.countersign.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.Conversation;
import dev.countersign.card.Conversation.Kind;
import dev.countersign.card.Conversations;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresConversationsTest {
  private static final Instant AT = Instant.parse("2026-11-23T15:00:00.123456Z");
  private static final String TENANT = "0c0ffee0-0000-4000-8000-000000000001";
  private static final AccountId ANN = new AccountId(Surface.TEAMS, TENANT, "aad-ann");
  private static final ChatAddress CHANNEL =
      new ChatAddress(Surface.TEAMS, TENANT, "19:abc@thread.tacv2");

  @RegisterExtension final EmbeddedPostgresExtension postgres = new EmbeddedPostgresExtension();

  @Test
  void whatIsRememberedIsFoundAsItWas() {
    Conversation channel = channel(Optional.of("Approvals \u202e"), true, AT);
    conversations().remember(channel);
    Conversation personal = personal("a:1", true, AT);
    conversations().remember(personal);

    assertThat(conversations().find(CHANNEL)).contains(channel);
    assertThat(conversations().personal(ANN)).contains(personal);
    assertThat(conversations().find(new ChatAddress(Surface.TEAMS, "other", CHANNEL.channel())))
        .isEmpty();
    assertThat(conversations().personal(new AccountId(Surface.TEAMS, TENANT, "aad-ben"))).isEmpty();
  }

  @Test
  void theLaterTellingStaysWhateverTheOrder() {
    conversations().remember(channel(Optional.of("new"), false, AT.plusSeconds(1)));
    conversations().remember(channel(Optional.of("old"), true, AT));

    assertThat(conversations().find(CHANNEL))
        .contains(channel(Optional.of("new"), false, AT.plusSeconds(1)));
  }

  @Test
  void aTellingWithoutANameKeepsTheOneThatIsKnown() {
    conversations().remember(channel(Optional.of("Approvals"), true, AT));
    conversations().remember(channel(Optional.empty(), true, AT.plusSeconds(1)));

    assertThat(conversations().find(CHANNEL).orElseThrow().name()).contains("Approvals");
  }

  @Test
  void whoeverRemovedTheAppHasNoPersonalConversation() {
    Conversation personal = personal("a:1", true, AT);
    conversations().remember(personal);
    conversations().remember(personal.gone(AT.plusSeconds(5)));

    assertThat(conversations().personal(ANN)).isEmpty();
    assertThat(conversations().find(personal.address()).orElseThrow().present()).isFalse();

    Conversation again = personal("a:2", true, AT.plusSeconds(9));
    conversations().remember(again);
    assertThat(conversations().personal(ANN)).contains(again);
  }

  private Conversations conversations() {
    return postgres.store().conversations();
  }

  private static Conversation channel(Optional<String> name, boolean present, Instant at) {
    return new Conversation(
        CHANNEL,
        Kind.CHANNEL,
        name,
        URI.create("https://smba.trafficmanager.net/emea/"),
        Optional.empty(),
        Optional.empty(),
        present,
        at);
  }

  private static Conversation personal(String id, boolean present, Instant at) {
    return new Conversation(
        new ChatAddress(Surface.TEAMS, TENANT, id),
        Kind.PERSONAL,
        Optional.empty(),
        URI.create("https://smba.trafficmanager.net/emea/"),
        Optional.of(ANN),
        Optional.of("29:ann"),
        present,
        at);
  }
}
