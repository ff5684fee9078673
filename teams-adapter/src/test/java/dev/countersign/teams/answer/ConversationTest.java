package dev.countersign.teams.answer;

import static dev.countersign.teams.answer.TeamsGate.MIRA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.ChatChannel.Obstacle;
import dev.countersign.card.ChatChannel.Sent;
import dev.countersign.card.Conversation;
import dev.countersign.card.RenderedCard;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.people.AccountId;
import dev.countersign.people.ChatAddress;
import dev.countersign.people.Surface;
import dev.countersign.sandbox.teams.ConnectorOperation;
import dev.countersign.sandbox.teams.TeamsFault;
import dev.countersign.sandbox.teams.TeamsUser;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the adapter learns of conversations, and what becomes of cards when they go away.
class ConversationTest {
  private final TeamsGate gate = new TeamsGate(1);

  ConversationTest() throws Exception {}

  @AfterEach
  void close() {
    gate.close();
  }

  @Test
  void whoeverAddsTheAppIsWelcomedAndCanBeWrittenToUnasked() {
    gate.teams.installFor(TeamsGate.NOOR.id());
    String own = gate.teams.personalChat(TeamsGate.NOOR);

    assertThat(gate.teams.awaitMessage(own, one -> one.text().contains("help"), TeamsGate.AT_MOST))
        .isPresent();
    Conversation known = gate.conversations.personal(account(TeamsGate.NOOR)).orElseThrow();
    assertThat(known.address().channel()).isEqualTo(own);
    assertThat(known.service()).isEqualTo(gate.teams.serviceUrl());

    RenderedCard card = RenderedCard.of(sample(), true, Set.of());
    assertThat(gate.adapter.channel().post(known.address(), card, Map.of()))
        .isInstanceOf(Sent.Shown.class);
  }

  @Test
  void whoeverRemovesTheAppIsLeftAlone() {
    gate.teams.installFor(TeamsGate.NOOR.id());
    gate.clock.advance(Duration.ofSeconds(1));

    gate.teams.uninstall(TeamsGate.NOOR.id(), gate.teams.personalChat(TeamsGate.NOOR));

    assertThat(gate.conversations.personal(account(TeamsGate.NOOR))).isEmpty();
    ChatAddress own = address(gate.teams.personalChat(TeamsGate.NOOR));
    int calls = gate.teams.calls().size();
    assertThat(
            gate.adapter.channel().post(own, RenderedCard.of(sample(), true, Set.of()), Map.of()))
        .isEqualTo(new Sent.Refused(Obstacle.PLACE, "conversation_gone"));
    assertThat(gate.teams.calls()).as("nobody is called").hasSize(calls);
  }

  /// Whoever has a captured bearer can say anything; the connector says what is so.
  @Test
  void anEventThatIsNotTrueChangesNothing() {
    gate.teams.installFor(TeamsGate.NOOR.id());
    String own = gate.teams.personalChat(TeamsGate.NOOR);
    JsonObject removed = gate.teams.uninstall(TeamsGate.NOOR.id(), own).getFirst().activity();
    gate.clock.advance(Duration.ofSeconds(1));
    gate.teams.installFor(TeamsGate.NOOR.id());
    gate.clock.advance(Duration.ofSeconds(1));

    gate.teams.tell(removed.with("id", Json.of("another")));

    assertThat(gate.conversations.personal(account(TeamsGate.NOOR))).isPresent();
  }

  @Test
  void whileTheConnectorDoesNotSayItIsToldAgain() {
    gate.teams.installFor(TeamsGate.NOOR.id());
    gate.clock.advance(Duration.ofSeconds(1));
    gate.teams.fail(ConnectorOperation.PAGED_MEMBERS, new TeamsFault.Status(503), 1);

    int status =
        gate.teams
            .uninstall(TeamsGate.NOOR.id(), gate.teams.personalChat(TeamsGate.NOOR))
            .getFirst()
            .delivery()
            .status();

    assertThat(status).isEqualTo(503);
    assertThat(gate.conversations.personal(account(TeamsGate.NOOR))).isPresent();
  }

  @Test
  void aRenamedChannelKeepsItsCardsAndADeletedOneIsKnownToBeGone() {
    gate.ask();
    gate.teams.renameChannel(MIRA.id(), gate.channel, "decisions");
    assertThat(gate.conversations.find(gate.address()).orElseThrow().name()).contains("decisions");
    assertThat(gate.conversations.find(gate.address()).orElseThrow().present()).isTrue();

    gate.clock.advance(Duration.ofSeconds(1));
    gate.teams.deleteChannel(MIRA.id(), gate.channel);

    assertThat(gate.conversations.find(gate.address()).orElseThrow().present()).isFalse();
  }

  @Test
  void theServiceThatTeamsNamedLastIsTheOneThatIsCalled() {
    gate.ask();
    assertThat(gate.teams.calls().getLast().path())
        .as("before anybody said anything")
        .contains("/teams/v3/");

    gate.teams.say(MIRA.id(), gate.channel, "help");
    gate.ask();

    assertThat(gate.teams.calls().getLast().path()).contains("/amer/");
  }

  @Test
  void aStoredServiceThatIsNotAllowedAnyMoreGetsNoToken() {
    gate.conversations.remember(
        new Conversation(
            gate.address(),
            Conversation.Kind.CHANNEL,
            Optional.empty(),
            URI.create("https://smba.trafficmanager.net.attacker.example/emea/"),
            Optional.empty(),
            Optional.empty(),
            true,
            Instant.MAX.minusSeconds(1)));

    assertThat(
            gate.adapter
                .channel()
                .post(gate.address(), RenderedCard.of(sample(), true, Set.of()), Map.of()))
        .isEqualTo(new Sent.Refused(Obstacle.PLACE, "service_url_not_allowed"));
    assertThat(gate.teams.calls()).isEmpty();
  }

  @Test
  void anOutageAndThrottlingDelayACardAndNeverDoubleIt() {
    gate.teams.fail(ConnectorOperation.CREATE_CONVERSATION, new TeamsFault.Status(502), 1);
    gate.ask();
    assertThat(gate.teams.messages(gate.channel)).isEmpty();

    gate.clock.advance(Duration.ofMinutes(1));
    gate.showCards();

    assertThat(gate.posted().card()).isPresent();
  }

  private static JsonObject sample() {
    return JsonObject.builder()
        .put("type", "AdaptiveCard")
        .put("version", "1.5")
        .put("fallbackText", "sample")
        .put("body", new JsonArray(List.<Json>of()))
        .build();
  }

  private AccountId account(TeamsUser user) {
    return new AccountId(Surface.TEAMS, gate.teams.tenantId(), user.aadObjectId().orElseThrow());
  }

  private ChatAddress address(String conversation) {
    return new ChatAddress(Surface.TEAMS, gate.teams.tenantId(), conversation);
  }
}
