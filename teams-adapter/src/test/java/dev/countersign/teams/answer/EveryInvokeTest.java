package dev.countersign.teams.answer;

import static dev.countersign.teams.answer.TeamsGate.ANONYMOUS;
import static dev.countersign.teams.answer.TeamsGate.MIRA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.AskLimit;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.json.OddObjects;
import dev.countersign.proposal.ProposalId;
import dev.countersign.sandbox.wire.CallbackDelivery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whatever Teams can send is answered, whoever did something is told what became of it, and no
/// line of the log holds any of it.
class EveryInvokeTest {
  private final TeamsGate gate = new TeamsGate(1);
  private final Overheard overheard = new Overheard();

  EveryInvokeTest() throws Exception {}

  @AfterEach
  void noLineHoldsWhatCameIn() {
    gate.close();
    overheard.close();
    overheard.assertSilentAbout("token-of", gate.teams.clientSecret());
  }

  @Test
  void whatIsNotTakenSaysSoInTheFormThatTeamsShows() {
    ProposalId id = gate.ask();
    for (String name :
        List.of(
            "task/fetch",
            "task/submit",
            "composeExtension/fetchTask",
            "composeExtension/submitAction",
            "composeExtension/query",
            "composeExtension/queryLink",
            "composeExtension/selectItem",
            "composeExtension/anonymousQueryLink")) {

      CallbackDelivery answer = gate.teams.tell(press().with("name", Json.of(name))).delivery();

      assertThat(answer.status()).isEqualTo(200);
      assertThat(((CallbackDelivery.Answer.Answered) answer.answer()).body())
          .contains("Nothing was recorded", name.startsWith("task") ? "\"task\"" : "\"type\"");
      assertThat(gate.request(id).votes()).isEmpty();
    }
  }

  @Test
  void whatTeamsHasNoFormForIsToldInAMessage() {
    ProposalId id = gate.ask();
    for (String name :
        List.of(
            "adaptivecard/action",
            "message/submitAction",
            "actionableMessage/executeAction",
            "fileConsent/invoke",
            "handoff/action",
            "tab/fetch",
            "tomorrow/something",
            "")) {

      int status = gate.teams.tell(press().with("name", Json.of(name))).delivery().status();

      assertThat(status).isEqualTo(501);
      assertThat(
              gate.teams.awaitMessage(
                  gate.channel,
                  one -> one.text().contains("Nothing was recorded"),
                  TeamsGate.AT_MOST))
          .isPresent();
      assertThat(gate.request(id).votes()).isEmpty();
    }
  }

  @Test
  void aPressByNobodyThatTeamsNamesStandsInTheAudit() {
    ProposalId id = gate.ask();
    JsonObject value = press().object("value");
    JsonObject own =
        gate.teams.activity(ANONYMOUS.id(), gate.channel, gate.posted().id(), "view", Map.of());

    gate.teams.invoke(own.with("value", value));

    assertThat(gate.audit(id)).contains("click_refused");
    assertThat(gate.request(id).votes()).isEmpty();
  }

  @Test
  void aPressWhoseButtonLacksItsRequestStandsInTheAuditOfTheOneThatItsTokenNames() {
    ProposalId id = gate.ask();
    JsonObject press = press();
    JsonObject value = press.object("value");
    JsonObject action = value.object("action");
    JsonObject data = action.object("data").with("req", Json.of("prop_x"));

    gate.teams.tell(press.with("value", value.with("action", action.with("data", data))));

    assertThat(gate.audit(id)).contains("click_refused");
    assertThat(gate.request(id).votes()).isEmpty();
  }

  @Test
  void aPressOnAButtonThatWeDoNotKnowStandsInTheAudit() {
    ProposalId id = gate.ask();
    JsonObject press = press();
    JsonObject value = press.object("value");
    JsonObject action = value.object("action").with("verb", Json.of("launch"));

    gate.teams.tell(press.with("value", value.with("action", action)));

    assertThat(gate.audit(id)).contains("click_refused");
    assertThat(gate.request(id).votes()).isEmpty();
  }

  @Test
  void aDecisionThatAClientSentByItselfStandsInTheAudit() {
    ProposalId id = gate.ask();
    JsonObject press = press();

    gate.teams.tell(
        press.with("value", press.object("value").with("trigger", Json.of("automatic"))));

    assertThat(gate.audit(id)).contains("click_refused");
    assertThat(gate.request(id).votes()).isEmpty();
  }

  @Test
  void aPressWithAnyMemberMissingOrOddIsNoFaultOfOursAndCountsForNothingUnlessItIsWhole() {
    gate.ask();
    JsonObject press = press();
    for (JsonObject odd : OddObjects.of(press, Set.of())) {
      int status = gate.teams.tell(odd).delivery().status();
      assertThat(status).as(shape(odd, press)).isIn(200, 400, 403, 501);
    }
  }

  @Test
  void everyKindOfActivityIsTakenAndDecidesNothing() {
    ProposalId id = gate.ask();
    for (String type :
        List.of(
            "messageUpdate",
            "messageDelete",
            "messageReaction",
            "typing",
            "event",
            "endOfConversation",
            "contactRelationUpdate",
            "conversationUpdate",
            "installationUpdate",
            "handoff",
            "trace",
            "deleteUserData",
            "suggestion",
            "commandResult",
            "tomorrowsKind")) {

      assertThat(gate.teams.tell(press().with("type", Json.of(type))).acknowledged()).isTrue();

      assertThat(gate.request(id).votes()).isEmpty();
    }
  }

  @Test
  void oneTooManyIsToldSoOnce() {
    for (int i = 0; i < AskLimit.MOST + 3; i++) {
      gate.teams.command(MIRA.id(), gate.channel, "help");
      gate.clock.advance(Duration.ofMillis(1_500));
    }
    assertThat(
            gate.teams.awaitMessage(
                gate.channel, one -> one.text().contains("wait a minute"), TeamsGate.AT_MOST))
        .isPresent();
  }

  private JsonObject press() {
    gate.teams.refresh(MIRA.id(), gate.channel, gate.posted().id());
    return gate.teams.activity(MIRA.id(), gate.channel, gate.posted().id(), "approve", Map.of());
  }

  private static String shape(JsonObject odd, JsonObject press) {
    return odd.members().keySet().stream()
        .filter(name -> !Objects.equals(odd.members().get(name), press.members().get(name)))
        .toList()
        .toString();
  }
}
