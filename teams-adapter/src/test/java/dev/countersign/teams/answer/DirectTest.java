package dev.countersign.teams.answer;

import static dev.countersign.teams.answer.TeamsGate.NOOR;
import static dev.countersign.teams.answer.TeamsGate.PRIYA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestState.Refused;
import dev.countersign.sandbox.teams.InvokeResponse;
import dev.countersign.sandbox.teams.PostedActivity;
import dev.countersign.sandbox.teams.TeamsUser;
import dev.countersign.sandbox.wire.Rung;
import dev.countersign.teams.answer.TeamsGate.Leads;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// People who are asked in their own chats with the app.
class DirectTest {

  @Test
  void whoeverHasTheAppIsAskedAndApprovesInTheirOwnChat() throws Exception {
    try (TeamsGate gate = new TeamsGate(1, Leads.DIRECTLY)) {
      gate.teams.installFor(NOOR.id());
      ProposalId id = gate.ask();
      String own = gate.teams.personalChat(NOOR);
      PostedActivity posted = card(gate, NOOR);

      assertThat(cards(gate, PRIYA)).as("without the app").isEmpty();
      assertThat(gate.teams.messages(gate.channel)).isEmpty();
      JsonObject shared = posted.card().orElseThrow();
      assertThat(TeamsGate.offers(shared, "view")).isTrue();
      assertThat(TeamsGate.offers(shared, "approve")).isFalse();
      assertThat(shared.object("refresh").texts("userIds")).containsExactly(NOOR.id());

      assertThat(gate.teams.refresh(NOOR.id(), own, posted.id())).isPresent();
      var press = gate.teams.press(NOOR.id(), own, posted.id(), "approve", Map.of());

      assertThat(press.answer()).isInstanceOf(InvokeResponse.Card.class);
      assertThat(gate.request(id).state()).isInstanceOf(Approved.class);
      gate.showCards();
      assertThat(card(gate, NOOR).card().orElseThrow().has("refresh")).isFalse();
    }
  }

  @Test
  void aCardInOnesOwnChatIsAnAlertOnceAndTheChannelNamesWhoHasNone() throws Exception {
    try (TeamsGate gate = new TeamsGate(1, Leads.BOTH)) {
      gate.teams.installFor(NOOR.id());
      gate.ask();
      assertThat(gate.teams.rung())
          .filteredOn(rung -> rung.user().equals(NOOR.id()))
          .extracting(Rung::conversation)
          .containsExactly(gate.teams.personalChat(NOOR));
      assertThat(gate.teams.rung()).extracting(Rung::user).doesNotHaveDuplicates();
      int before = gate.teams.rung().size();

      approve(gate, NOOR);
      gate.showCards();

      assertThat(gate.teams.rung()).hasSize(before).hasSizeGreaterThan(1);
    }
  }

  @Test
  void aDecisionInOneChatShowsInTheOthersAndInTheChannel() throws Exception {
    try (TeamsGate gate = new TeamsGate(1, Leads.BOTH)) {
      gate.teams.installFor(NOOR.id());
      gate.teams.installFor(PRIYA.id());
      ProposalId id = gate.ask();

      approve(gate, NOOR);
      gate.showCards();

      assertThat(gate.request(id).state()).isInstanceOf(Approved.class);
      for (PostedActivity one : List.of(card(gate, NOOR), card(gate, PRIYA), gate.posted())) {
        JsonObject shown = one.card().orElseThrow();
        assertThat(TeamsGate.offers(shown, "view")).isFalse();
        assertThat(shown.has("refresh")).isFalse();
      }
    }
  }

  @Test
  void anAppThatWasRemovedAfterTheQuestionKeepsNobodyElseFromDeciding() throws Exception {
    try (TeamsGate gate = new TeamsGate(2, Leads.BOTH)) {
      gate.teams.installFor(NOOR.id());
      gate.teams.installFor(PRIYA.id());
      ProposalId id = gate.ask();
      approve(gate, NOOR);
      gate.clock.advance(Duration.ofSeconds(1));
      gate.teams.uninstall(NOOR.id(), gate.teams.personalChat(NOOR));

      gate.showCards();
      gate.clock.advance(Duration.ofMinutes(1));
      gate.showCards();
      assertThat(gate.audit(id)).contains("card_failed");
      assertThat(gate.request(id).state()).isInstanceOf(Pending.class);

      approve(gate, PRIYA);
      gate.showCards();
      assertThat(gate.request(id).state()).isInstanceOf(Approved.class);
      assertThat(card(gate, PRIYA).card().orElseThrow().has("refresh")).isFalse();
      assertThat(gate.posted().card().orElseThrow().has("refresh")).isFalse();
    }
  }

  @Test
  void anAppThatIsGoneWithoutAWordIsNotedAndTheOthersAreAsked() throws Exception {
    try (TeamsGate gate = new TeamsGate(1, Leads.DIRECTLY)) {
      gate.teams.installFor(NOOR.id());
      gate.teams.installFor(PRIYA.id());
      gate.teams.setBlocked(NOOR.id(), true);

      ProposalId id = gate.ask();

      assertThat(cards(gate, NOOR)).isEmpty();
      assertThat(gate.audit(id)).contains("card_failed");
      approve(gate, PRIYA);
      assertThat(gate.request(id).state()).isInstanceOf(Approved.class);
    }
  }

  @Test
  void whereNobodyHasTheAppTheQuestionIsRefusedAtOnce() throws Exception {
    try (TeamsGate gate = new TeamsGate(1, Leads.DIRECTLY)) {
      gate.teams.installFor(NOOR.id());
      gate.clock.advance(Duration.ofSeconds(1));
      gate.teams.uninstall(NOOR.id(), gate.teams.personalChat(NOOR));

      ProposalId id = gate.ask();

      assertThat(gate.request(id).state()).isInstanceOf(Refused.class);
      assertThat(gate.ledger.find(id).orElseThrow().ruling().findings().toString())
          .contains("has the app");
    }
  }

  private static void approve(TeamsGate gate, TeamsUser user) {
    String own = gate.teams.personalChat(user);
    String card = card(gate, user).id();
    gate.teams.refresh(user.id(), own, card);
    gate.teams.press(user.id(), own, card, "approve", Map.of());
  }

  private static PostedActivity card(TeamsGate gate, TeamsUser user) {
    List<PostedActivity> cards = cards(gate, user);
    assertThat(cards).as("in the chat of " + user.name()).hasSize(1);
    return cards.getFirst();
  }

  private static List<PostedActivity> cards(TeamsGate gate, TeamsUser user) {
    return gate.teams.messages(gate.teams.personalChat(user)).stream()
        .filter(one -> one.card().isPresent())
        .toList();
  }
}
