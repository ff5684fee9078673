package dev.countersign.teams.answer;

import static dev.countersign.teams.answer.TeamsGate.MIRA;
import static dev.countersign.teams.answer.TeamsGate.PIA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.sandbox.teams.InvokeResponse;
import dev.countersign.sandbox.teams.TeamsPress;
import dev.countersign.sandbox.teams.TeamsUser;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Escalate… in Teams, over the real wire.
class EscalateInTeamsTest {
  private static final Map<String, String> TO_FINANCE =
      Map.of("escalate_choice", "finance", "escalate_note", "Over my limit");

  private final TeamsGate gate = new TeamsGate(1);

  EscalateInTeamsTest() throws Exception {}

  @AfterEach
  void close() {
    gate.close();
  }

  private TeamsPress press(TeamsUser user, String action, Map<String, String> inputs) {
    return gate.teams.press(user.id(), gate.channel, gate.posted().id(), action, inputs);
  }

  private void show(TeamsUser user) {
    gate.teams.refreshByHand(user.id(), gate.channel, gate.posted().id());
  }

  private static JsonObject card(TeamsPress press) {
    assertThat(press.answer()).isInstanceOf(InvokeResponse.Card.class);
    return ((InvokeResponse.Card) press.answer()).card();
  }

  private Pending pending(ProposalId id) {
    return (Pending) gate.request(id).state();
  }

  @Test
  void whoMayDecideAsksAnotherGroupWhoseMembersDecideThen() {
    ProposalId id = gate.ask();
    assertThat(TeamsGate.offers(gate.posted().card().orElseThrow(), "escalate")).isFalse();
    show(MIRA);
    JsonObject form = card(press(MIRA, "escalate", Map.of()));
    assertThat(CanonicalJson.text(form)).contains("finance", "RISK", "#");
    assertThat(pending(id).widened()).isEmpty();

    JsonObject answered = card(press(MIRA, "escalate_send", TO_FINANCE));
    gate.showCards();

    assertThat(CanonicalJson.text(answered))
        .contains("finance is asked, too", "support-leads → finance", "Over my limit");
    show(PIA);
    press(PIA, "approve", Map.of());
    assertThat(gate.request(id).state()).isInstanceOf(Approved.class);
  }

  @Test
  void whatCanBeMendedKeepsWhatWasWritten() {
    ProposalId id = gate.ask();
    show(MIRA);
    press(MIRA, "escalate", Map.of());
    JsonObject sent =
        gate.teams.activity(
            MIRA.id(), gate.channel, gate.posted().id(), "escalate_send", TO_FINANCE);
    JsonObject action = sent.object("value").object("action");
    JsonObject hidden =
        sent.with(
            "value",
            sent.object("value")
                .with(
                    "action",
                    action.with(
                        "data", action.object("data").with("escalate_note", Json.of("a\u202eb")))));

    JsonObject again = ((InvokeResponse.Card) gate.teams.invoke(hidden).answer()).card();

    assertThat(CanonicalJson.text(again)).contains("ordinary characters", "\"value\":\"finance\"");
    assertThat(pending(id).widened()).isEmpty();
  }

  @Test
  void aDecisionMadeMeanwhileIsToldInPlaceOfTheForm() {
    ProposalId id = gate.ask();
    show(MIRA);
    press(MIRA, "escalate", Map.of());
    show(TeamsGate.NOOR);
    press(TeamsGate.NOOR, "approve", Map.of());

    JsonObject answered = card(press(MIRA, "escalate_send", TO_FINANCE));

    assertThat(CanonicalJson.text(answered)).contains("Nothing was escalated", "is decided");
    assertThat(gate.audit(id)).doesNotContain("escalated_by");
  }

  @Test
  void whoMayNotDecideAsksNobodyWhateverTheySend() {
    ProposalId id = gate.ask();
    show(MIRA);
    press(MIRA, "escalate", Map.of());
    JsonObject mira =
        gate.teams.activity(
            MIRA.id(), gate.channel, gate.posted().id(), "escalate_send", TO_FINANCE);
    JsonObject stan =
        mira.with(
            "from",
            mira.object("from")
                .with("id", Json.of(TeamsGate.OTTO.id()))
                .with("aadObjectId", Json.of(TeamsGate.OTTO.aadObjectId().orElseThrow())));

    gate.teams.invoke(stan);

    assertThat(pending(id).widened()).isEmpty();
  }

  @Test
  void aClientThatRefreshesByItselfEscalatesNothing() {
    ProposalId id = gate.ask();
    show(MIRA);
    press(MIRA, "escalate", Map.of());
    JsonObject sent =
        gate.teams.activity(
            MIRA.id(), gate.channel, gate.posted().id(), "escalate_send", TO_FINANCE);

    gate.teams.invoke(
        sent.with("value", sent.object("value").with("trigger", Json.of("automatic"))));

    assertThat(pending(id).widened()).isEmpty();
  }
}
