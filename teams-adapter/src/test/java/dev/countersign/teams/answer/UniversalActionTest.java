package dev.countersign.teams.answer;

import static dev.countersign.teams.answer.TeamsGate.ANONYMOUS;
import static dev.countersign.teams.answer.TeamsGate.FOREIGN;
import static dev.countersign.teams.answer.TeamsGate.GUEST;
import static dev.countersign.teams.answer.TeamsGate.MIRA;
import static dev.countersign.teams.answer.TeamsGate.NOOR;
import static dev.countersign.teams.answer.TeamsGate.OTTO;
import static dev.countersign.teams.answer.TeamsGate.PIA;
import static dev.countersign.teams.answer.TeamsGate.STRANGER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.CallbackMetrics.CallbackResult;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestState.Rejected;
import dev.countersign.sandbox.teams.ConnectorOperation;
import dev.countersign.sandbox.teams.InvokeResponse;
import dev.countersign.sandbox.teams.PostedActivity;
import dev.countersign.sandbox.teams.TeamsFault;
import dev.countersign.sandbox.teams.TeamsPress;
import dev.countersign.sandbox.teams.TeamsUser;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Cards in Teams, from the post to the decision, over the real wire.
class UniversalActionTest {
  private static final Map<String, String> WHY =
      Map.of("reject_reason", "against_policy", "reject_comment", "Not *this* month.");

  private final TeamsGate gate = new TeamsGate(2);

  UniversalActionTest() throws Exception {}

  @AfterEach
  void close() {
    gate.close();
  }

  @Test
  void theCardForEverybodyDecidesNothing() {
    gate.ask();
    JsonObject card = gate.posted().card().orElseThrow();

    assertThat(TeamsGate.offers(card, "view")).isTrue();
    assertThat(TeamsGate.offers(card, "approve")).isFalse();
    assertThat(TeamsGate.offers(card, "reject")).isFalse();
    assertThat(card.object("refresh").texts("userIds"))
        .as("whoever may decide, without the owner, guests and other organisations")
        .containsExactlyInAnyOrder(MIRA.id(), NOOR.id(), TeamsGate.PRIYA.id());
  }

  @Test
  void whoeverMayDecideSeesButtonsByThemselvesAndNobodyElseDoes() {
    gate.ask();
    PostedActivity posted = gate.posted();

    assertThat(gate.teams.refresh(MIRA.id(), gate.channel, posted.id())).isPresent();
    assertThat(gate.teams.refresh(PIA.id(), gate.channel, posted.id())).isEmpty();

    assertThat(TeamsGate.offers(view(MIRA), "approve")).isTrue();
    assertThat(TeamsGate.offers(view(PIA), "approve")).isFalse();
  }

  @Test
  void anApprovalIsAnsweredWithTheCommittedCard() {
    ProposalId id = gate.ask();

    TeamsPress press = decide(MIRA, "approve", Map.of());

    assertThat(press.answer()).isInstanceOf(InvokeResponse.Card.class);
    JsonObject own = ((InvokeResponse.Card) press.answer()).card();
    assertThat(CanonicalJson.text(own)).contains("1 of 2");
    assertThat(TeamsGate.offers(own, "approve")).as("voted").isFalse();
    assertThat(gate.request(id).votes()).hasSize(1);

    decide(NOOR, "approve", Map.of());
    assertThat(gate.request(id).state()).isInstanceOf(Approved.class);
    gate.showCards();
    assertThat(gate.posted().card().orElseThrow().has("refresh")).isFalse();
    assertThat(
            gate.posted().card().orElseThrow()
                + CanonicalJson.text(gate.posted().card().orElseThrow()))
        .contains("Approved");
  }

  @Test
  void aRejectionCarriesItsReasonAndComment() {
    ProposalId id = gate.ask();

    decide(MIRA, "reject", WHY);

    assertThat(gate.request(id).state()).isInstanceOf(Rejected.class);
    var remarks = gate.request(id).votes().getFirst().remarks();
    assertThat(remarks.comment()).contains("Not *this* month.");
    assertThat(remarks.reason()).isPresent();
  }

  @Test
  void aClientThatRefreshesByItselfDecidesNothingWhateverItSends() {
    ProposalId id = gate.ask();
    show(MIRA);
    JsonObject press =
        gate.teams.activity(MIRA.id(), gate.channel, gate.posted().id(), "approve", Map.of());

    for (String trigger : List.of("automatic", "", "Manual", "both")) {
      JsonObject value = press.object("value").with("trigger", Json.of(trigger));
      assertThat(gate.teams.invoke(press.with("value", value)).answer())
          .as(trigger)
          .isInstanceOf(InvokeResponse.Failed.class);
    }
    assertThat(gate.request(id).votes()).isEmpty();
  }

  @Test
  void aButtonWhoseVerbAndTokenDisagreeDecidesNothingAndIsNoted() {
    ProposalId id = gate.ask();
    show(MIRA);
    JsonObject press =
        gate.teams.activity(MIRA.id(), gate.channel, gate.posted().id(), "approve", Map.of());
    JsonObject value = press.object("value");
    JsonObject reject = value.object("action").with("verb", Json.of("reject"));

    gate.teams.invoke(press.with("value", value.with("action", reject)));

    assertThat(gate.request(id).state()).isInstanceOf(Pending.class);
    assertThat(gate.request(id).votes()).isEmpty();
    assertThat(gate.audit(id)).contains("click_refused");
  }

  @Test
  void theSamePressAgainGetsTheSameAnswerAndCountsOnce() {
    ProposalId id = gate.ask();
    show(MIRA);
    JsonObject press =
        gate.teams.activity(MIRA.id(), gate.channel, gate.posted().id(), "approve", Map.of());

    InvokeResponse first = gate.teams.invoke(press).answer();
    InvokeResponse second = gate.teams.invoke(press).answer();

    assertThat(first).isInstanceOf(InvokeResponse.Card.class).isEqualTo(second);
    assertThat(gate.request(id).votes()).hasSize(1);
    assertThat(gate.audit(id)).containsOnlyOnce("voted");
  }

  @Test
  void aPressThatDoesNotSayHowItCameCountsAndTheRecordSaysSo() {
    ProposalId id = gate.ask();
    show(MIRA);
    JsonObject press =
        gate.teams.activity(MIRA.id(), gate.channel, gate.posted().id(), "approve", Map.of());
    JsonObject value = press.object("value");

    gate.teams.invoke(
        press.with("value", JsonObject.builder().put("action", value.object("action")).build()));

    assertThat(gate.request(id).votes()).hasSize(1);
    assertThat(gate.entry(id, "voted").text("pressed")).isEqualTo("unsaid");
  }

  @Test
  void whatTeamsSaysAPersonPressedNeedsNoRemark() {
    ProposalId id = gate.ask();
    show(MIRA);
    press(MIRA, "approve", Map.of());

    assertThat(gate.entry(id, "voted").has("pressed")).isFalse();
  }

  @Test
  void manyPressesAtOnceAreOneVote() throws Exception {
    ProposalId id = gate.ask();
    show(MIRA);
    JsonObject press =
        gate.teams.activity(MIRA.id(), gate.channel, gate.posted().id(), "approve", Map.of());

    List<Thread> threads =
        IntStream.range(0, 50)
            .mapToObj(_ -> Thread.startVirtualThread(() -> gate.teams.invoke(press)))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(gate.request(id).votes()).hasSize(1);
    assertThat(gate.audit(id)).containsOnlyOnce("voted");
  }

  @Test
  void whoeverMayNotDecideIsToldWhyAlone() {
    ProposalId id = gate.ask();

    assertThat(words(ask(PIA))).contains("not in the group");
    assertThat(words(ask(OTTO))).contains("an agent that you own");
    assertThat(words(ask(STRANGER))).contains("ask your administrator");
    assertThat(words(ask(ANONYMOUS))).contains("who you are");
    assertThat(gate.request(id).votes()).isEmpty();
    assertThat(gate.metrics.callbacks()).contains(CallbackResult.NOT_ENTITLED);
  }

  @Test
  void aStolenTokenDecidesNothingForWhoeverMayNot() {
    ProposalId id = gate.ask();
    show(MIRA);
    JsonObject press =
        gate.teams.activity(MIRA.id(), gate.channel, gate.posted().id(), "approve", Map.of());

    for (TeamsUser thief : List.of(PIA, OTTO, STRANGER, GUEST, ANONYMOUS)) {
      InvokeResponse answer = gate.teams.invoke(from(thief, press)).answer();
      assertThat(answer).as(thief.name()).isInstanceOf(InvokeResponse.Message.class);
    }
    // People of another tenant are turned away before anything is looked at.
    gate.teams.invoke(from(FOREIGN, press));
    assertThat(gate.metrics.refusals()).contains("foreign_tenant");

    assertThat(gate.request(id).state()).isInstanceOf(Pending.class);
    assertThat(gate.request(id).votes()).isEmpty();
  }

  @Test
  void aGuestWhoIsLinkedAndInTheGroupDecidesNothing() {
    ProposalId id = gate.ask();
    show(MIRA);
    JsonObject press =
        gate.teams.activity(MIRA.id(), gate.channel, gate.posted().id(), "approve", Map.of());

    assertThat(words(gate.teams.invoke(from(GUEST, press)))).contains("Guests cannot");
    assertThat(gate.request(id).votes()).isEmpty();
    assertThat(gate.audit(id)).as("whoever reads it later finds the try").contains("click_refused");
  }

  @Test
  void whileTheConnectorDoesNotSayWhoIsAMemberNobodyNewDecides() {
    ProposalId id = gate.ask();
    gate.teams.fail(ConnectorOperation.MEMBER, new TeamsFault.Status(502), 2);

    assertThat(words(ask(MIRA))).as("no living buttons").contains("Teams does not say so");
    gate.clock.advance(Memberships.PAUSE);
    show(NOOR);
    JsonObject press = withButtons(MIRA);
    assertThat(gate.teams.invoke(from(NOOR, press)).answer())
        .isInstanceOf(InvokeResponse.Failed.class);
    assertThat(gate.request(id).votes()).isEmpty();

    gate.clock.advance(Memberships.PAUSE);
    assertThat(words(gate.teams.invoke(from(NOOR, press))))
        .as("another person's button")
        .contains("somebody else alone");
    assertThat(gate.teams.invoke(withButtons(NOOR)).answer())
        .isInstanceOf(InvokeResponse.Card.class);
    assertThat(gate.request(id).votes()).hasSize(1);
  }

  /// What a client of this person would send once the connector answers again.
  private JsonObject withButtons(TeamsUser user) {
    show(user);
    return gate.teams.activity(user.id(), gate.channel, gate.posted().id(), "approve", Map.of());
  }

  @Test
  void whoeverIsNotThePersonThatTheConnectorKnowsIsAnOutsider() {
    ProposalId id = gate.ask();
    JsonObject press = withButtons(MIRA);
    JsonObject mixed =
        press.object("from").with("aadObjectId", Json.of(NOOR.aadObjectId().orElseThrow()));

    assertThat(words(gate.teams.invoke(press.with("from", mixed)))).contains("Guests cannot");
    assertThat(gate.request(id).votes()).isEmpty();
    assertThat(gate.teams.invoke(press).answer())
        .as("and keeps nobody else out")
        .isInstanceOf(InvokeResponse.Card.class);
    assertThat(gate.request(id).votes()).hasSize(1);
  }

  @Test
  void aTokenOnAnotherMessageOrInAnotherConversationDecidesNothing() {
    ProposalId id = gate.ask();
    show(MIRA);
    JsonObject press =
        gate.teams.activity(MIRA.id(), gate.channel, gate.posted().id(), "approve", Map.of());

    gate.teams.invoke(press.with("replyToId", Json.of("1600000000000")));
    JsonObject elsewhere =
        press
            .object("conversation")
            .with("id", Json.of(gate.team.id()))
            .with("conversationType", Json.of("channel"));
    gate.teams.invoke(press.with("conversation", elsewhere));

    assertThat(gate.request(id).votes()).isEmpty();
  }

  @Test
  void aCardOfAnotherRequestIsNotShownForItsId() {
    gate.ask();
    ProposalId other = gate.ask();
    PostedActivity first = gate.teams.messages(gate.channel).getFirst();
    JsonObject look = gate.teams.activity(MIRA.id(), gate.channel, first.id(), "view", Map.of());
    JsonObject action = look.object("value").object("action");
    JsonObject forged =
        look.with(
            "value",
            look.object("value")
                .with(
                    "action",
                    action.with(
                        "data", action.object("data").with("req", Json.of(other.value())))));

    assertThat(words(gate.teams.invoke(forged))).contains("newest card");
  }

  @Test
  void buttonsThatHaveLapsedComeBackFresh() {
    ProposalId id = gate.ask();
    show(MIRA);
    gate.beginEpoch();

    TeamsPress late = press(MIRA, "approve", Map.of());

    assertThat(late.answer()).isInstanceOf(InvokeResponse.Card.class);
    assertThat(CanonicalJson.text(((InvokeResponse.Card) late.answer()).card()))
        .as("and says so")
        .contains("This button has lapsed");
    assertThat(gate.request(id).votes()).as("the lapsed button").isEmpty();
    press(MIRA, "approve", Map.of());
    assertThat(gate.request(id).votes()).as("the fresh one").hasSize(1);
  }

  @Test
  void afterADecisionElsewhereAPressIsAnsweredWithHowItStands() {
    ProposalId id = gate.ask();
    show(MIRA);
    show(NOOR);
    press(NOOR, "reject", WHY);

    TeamsPress late = press(MIRA, "approve", Map.of());

    assertThat(
            ((InvokeResponse.Card) late.answer()).card().toString()
                + CanonicalJson.text(((InvokeResponse.Card) late.answer()).card()))
        .contains("Rejected");
    assertThat(gate.request(id).votes()).hasSize(1);
  }

  @Test
  void whatSomebodyWroteIsShownAgainWhenItWasDecidedMeanwhile() {
    gate.ask();
    show(MIRA);
    show(NOOR);
    press(NOOR, "return", Map.of("return_comment", "Halve it."));

    TeamsPress late = press(MIRA, "reject", WHY);

    JsonObject card = ((InvokeResponse.Card) late.answer()).card();
    assertThat(CanonicalJson.text(card))
        .contains("This press changes nothing", "What you wrote is kept nowhere else")
        .contains("{\"text\":\"" + WHY.get("reject_comment") + "\",\"type\":\"TextRun\"}");
  }

  @Test
  void whatIsNoPressOfOursIsAnsweredInADocumentedShape() {
    gate.ask();
    JsonObject look =
        gate.teams.activity(MIRA.id(), gate.channel, gate.posted().id(), "view", Map.of());
    JsonObject value = look.object("value");
    JsonObject action = value.object("action");

    for (JsonObject broken :
        List.of(
            look.with("value", JsonObject.EMPTY),
            look.with("value", value.with("action", JsonObject.EMPTY)),
            look.with("value", value.with("action", action.with("data", JsonObject.EMPTY))),
            look.with("value", value.with("action", action.with("verb", Json.of("pay")))),
            look.with("value", value.with("action", action.with("verb", Json.of("launch")))),
            look.with(
                "value",
                value.with(
                    "action",
                    action.with(
                        "data", JsonObject.builder().put("req", "prop_' or 1=1").build()))))) {
      assertThat(gate.teams.invoke(broken).acknowledged()).isTrue();
    }
  }

  @Test
  void aMessageThatSomebodyTookAwayIsPostedAnew() {
    gate.ask();
    String first = gate.posted().id();
    gate.teams.takeAway(gate.channel, first);

    gate.clock.advance(Duration.ofHours(2));
    gate.showCards();
    gate.clock.advance(Duration.ofMinutes(1));
    gate.showCards();

    assertThat(gate.posted().id()).isNotEqualTo(first);
  }

  private TeamsPress decide(TeamsUser user, String verb, Map<String, String> inputs) {
    show(user);
    return press(user, verb, inputs);
  }

  private void show(TeamsUser user) {
    gate.teams.refresh(user.id(), gate.channel, gate.posted().id());
  }

  private TeamsPress ask(TeamsUser user) {
    return press(user, "view", Map.of());
  }

  private TeamsPress press(TeamsUser user, String verb, Map<String, String> inputs) {
    return gate.teams.press(user.id(), gate.channel, gate.posted().id(), verb, inputs);
  }

  private JsonObject view(TeamsUser user) {
    return gate.teams.view(user.id(), gate.channel, gate.posted().id()).orElseThrow();
  }

  private static String words(TeamsPress press) {
    assertThat(press.answer()).isInstanceOf(InvokeResponse.Message.class);
    return ((InvokeResponse.Message) press.answer()).text();
  }

  /// The same press, as another person's client would send it.
  private JsonObject from(TeamsUser user, JsonObject press) {
    JsonObject own =
        gate.teams.activity(user.id(), gate.channel, gate.posted().id(), "view", Map.of());
    return own.with("value", press.object("value"));
  }
}
