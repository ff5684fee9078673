package dev.countersign.teams.answer;

import static dev.countersign.teams.answer.TeamsGate.MIRA;
import static dev.countersign.teams.answer.TeamsGate.NOOR;
import static dev.countersign.teams.answer.TeamsGate.PIA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.TestGate;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestState.Rejected;
import dev.countersign.sandbox.teams.InvokeResponse;
import dev.countersign.sandbox.teams.PostedActivity;
import dev.countersign.sandbox.teams.TeamsPress;
import dev.countersign.sandbox.teams.TeamsUser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The card of a batch in Teams, from the command to the decision, over the real wire.
class BatchInTeamsTest {
  private final TeamsGate gate = new TeamsGate(1);
  private final List<ProposalId> ids = new ArrayList<>();

  BatchInTeamsTest() throws Exception {}

  @AfterEach
  void close() {
    gate.close();
  }

  @Test
  void theCardForEverybodyShowsEachAndHasNoBoxes() {
    String card = text(batchOf(3).card().orElseThrow());

    assertThat(card).contains("3 alike: Call billing", "1 · #", "2 · #", "3 · #");
    assertThat(card).doesNotContain("Input.ChoiceSet");
  }

  @Test
  void whoMayDecideHasABoxForEachAndNobodyElseHasOne() {
    PostedActivity card = batchOf(3);

    gate.teams.refresh(MIRA.id(), gate.channel, card.id());
    String own = text(gate.teams.view(MIRA.id(), gate.channel, card.id()).orElseThrow());
    assertThat(own).contains("Input.ChoiceSet", ids.get(0) + "," + ids.get(1) + "," + ids.get(2));
    String other = text(gate.teams.view(PIA.id(), gate.channel, card.id()).orElseThrow());
    assertThat(other).doesNotContain("\"ticks\"").doesNotContain("\"verb\":\"approve\"");
  }

  @Test
  void whatIsTickedIsApprovedAndTheRestWaits() {
    PostedActivity card = batchOf(3);

    TeamsPress press =
        decide(MIRA, card, "approve", Map.of("ticks", ids.get(0) + "," + ids.get(2)));

    assertThat(press.answer()).isInstanceOf(InvokeResponse.Card.class);
    assertThat(text(((InvokeResponse.Card) press.answer()).card()))
        .contains("Nothing is decided on this card any more", "Left out here");
    assertThat(gate.request(ids.get(0)).state()).isInstanceOf(Approved.class);
    assertThat(gate.request(ids.get(1)).state()).isInstanceOf(Pending.class);
    assertThat(gate.request(ids.get(2)).state()).isInstanceOf(Approved.class);
  }

  @Test
  void untouchedBoxesAreAllTicked() {
    PostedActivity card = batchOf(2);

    decide(MIRA, card, "approve", Map.of());

    assertThat(ids)
        .allSatisfy(id -> assertThat(gate.request(id).state()).isInstanceOf(Approved.class));
  }

  @Test
  void aRejectionHasOneReasonForAll() {
    PostedActivity card = batchOf(2);

    decide(MIRA, card, "reject", Map.of("reject_reason", "against_policy"));

    assertThat(ids)
        .allSatisfy(id -> assertThat(gate.request(id).state()).isInstanceOf(Rejected.class));
  }

  @Test
  void whatWasDecidedMeanwhileIsToldAboveTheCardAsItIsNow() {
    PostedActivity card = batchOf(2);
    gate.teams.refresh(MIRA.id(), gate.channel, card.id());
    PostedActivity own = cards().getFirst();
    gate.teams.refresh(NOOR.id(), gate.channel, own.id());
    gate.teams.press(NOOR.id(), gate.channel, own.id(), "approve", Map.of());

    TeamsPress press = gate.teams.press(MIRA.id(), gate.channel, card.id(), "approve", Map.of());

    assertThat(text(((InvokeResponse.Card) press.answer()).card()))
        .contains("counted for 1 of the 2 ticked requests: 2", "1 · " + ids.getFirst());
  }

  private TeamsPress decide(
      TeamsUser user, PostedActivity card, String verb, Map<String, String> inputs) {
    gate.teams.refresh(user.id(), gate.channel, card.id());
    return gate.teams.press(user.id(), gate.channel, card.id(), verb, inputs);
  }

  private PostedActivity batchOf(int many) {
    for (int i = 0; i < many; i++) {
      gate.clock.advance(Duration.ofMillis(2));
      ids.add(gate.ask(body(i)));
    }
    ids.sort(Comparator.comparing(ProposalId::value));
    gate.teams.command(MIRA.id(), gate.channel, "batch");
    gate.showCards();
    return cards().getLast();
  }

  private List<PostedActivity> cards() {
    return gate.teams.messages(gate.channel).stream()
        .filter(one -> one.card().isPresent())
        .toList();
  }

  private static byte[] body(int number) {
    return TestGate.body(
        """
        {"risk_level":"medium","target_id":"charge_%1$d","proposed_changes":{"class":"api_call","method":"POST",
         "url":"https://api.billing.example/v1/refunds",
         "body":{"media_type":"application/json","json":{"charge":"charge_%1$d","amount":%2$d}}}}
        """
            .formatted(number, 1000 + number));
  }

  private static String text(JsonObject card) {
    return CanonicalJson.text(card);
  }
}
