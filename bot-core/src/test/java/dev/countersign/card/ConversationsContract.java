package dev.countersign.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.Conversation.Kind;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every store of conversations promises. An implementation inherits these tests, each of
/// which starts with an empty one.
public abstract class ConversationsContract {
  private static final Instant AT = Instant.parse("2026-11-23T15:00:00.123456Z");
  private static final String TENANT = "0c0ffee0-0000-4000-8000-000000000001";
  private static final AccountId ANN = new AccountId(Surface.TEAMS, TENANT, "aad-ann");
  private static final ChatAddress CHANNEL =
      new ChatAddress(Surface.TEAMS, TENANT, "19:abc@thread.tacv2");

  protected abstract Conversations conversations();

  @Test
  void whatIsRememberedIsFoundAsItWas() {
    Conversation channel = channel(Optional.of("Approvals \u202e"), true, AT);
    conversations().remember(channel);
    Conversation personal = personal("a:1", true, AT);
    conversations().remember(personal);

    assertThat(conversations().find(CHANNEL)).contains(channel);
    assertThat(own(ANN)).containsExactly(personal);
    assertThat(conversations().find(new ChatAddress(Surface.TEAMS, "other", CHANNEL.channel())))
        .isEmpty();
    assertThat(own(new AccountId(Surface.TEAMS, TENANT, "aad-ben"))).isEmpty();
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

    assertThat(own(ANN)).isEmpty();
    assertThat(conversations().find(personal.address()).orElseThrow().present()).isFalse();

    Conversation again = personal("a:2", true, AT.plusSeconds(9));
    conversations().remember(again);
    assertThat(own(ANN)).containsExactly(again);
  }

  @Test
  void thoseWhoHaveTheAppAreFoundInTheOrderInWhichTheyAreAskedFor() {
    List<AccountId> people =
        IntStream.range(0, 9)
            .mapToObj(nth -> new AccountId(Surface.TEAMS, TENANT, "aad-" + nth * 7 % 9))
            .toList();
    List<Conversation> all =
        people.stream().map(person -> personal(person, "a:" + person.user(), true, AT)).toList();
    all.reversed().forEach(conversations()::remember);
    Conversation gone = all.get(1).gone(AT.plusSeconds(1));
    conversations().remember(gone);
    AccountId abroad = new AccountId(Surface.TEAMS, "other", people.get(2).user());
    AccountId elsewhere = new AccountId(Surface.SLACK, TENANT, people.get(3).user());
    List<AccountId> asked = new ArrayList<>(people);
    asked.add(4, abroad);
    asked.addFirst(elsewhere);
    List<Conversation> present = all.stream().filter(one -> !one.equals(all.get(1))).toList();

    assertThat(conversations().personal(asked, 99)).isEqualTo(present);
    assertThat(conversations().personal(asked, 8)).isEqualTo(present);
    assertThat(conversations().personal(asked, 3)).isEqualTo(present.subList(0, 3));
    assertThat(conversations().personal(asked.reversed(), 99)).isEqualTo(present.reversed());
    assertThat(conversations().personal(List.of(), 99)).isEmpty();
  }

  @Test
  void ofSeveralOwnConversationsTheOneToldLastIsMeant() {
    conversations().remember(personal("a:1", true, AT.plusSeconds(2)));
    conversations().remember(personal("a:2", true, AT.plusSeconds(3)));
    conversations().remember(personal("a:3", false, AT.plusSeconds(4)));

    assertThat(own(ANN)).extracting(one -> one.address().channel()).containsExactly("a:2");
  }

  private List<Conversation> own(AccountId person) {
    return conversations().personal(List.of(person), 9);
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
    return personal(ANN, id, present, at);
  }

  private static Conversation personal(AccountId person, String id, boolean present, Instant at) {
    return new Conversation(
        new ChatAddress(Surface.TEAMS, TENANT, id),
        Kind.PERSONAL,
        Optional.empty(),
        URI.create("https://smba.trafficmanager.net/emea/"),
        Optional.of(person),
        Optional.of("29:ann"),
        present,
        at);
  }
}
