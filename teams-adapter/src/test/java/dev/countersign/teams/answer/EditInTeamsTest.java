package dev.countersign.teams.answer;

import static dev.countersign.teams.answer.TeamsGate.MIRA;
import static dev.countersign.teams.answer.TeamsGate.NOOR;
import static dev.countersign.teams.answer.TeamsGate.PIA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.Message;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.SampleProposals;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestState.Superseded;
import dev.countersign.sandbox.teams.InvokeResponse;
import dev.countersign.sandbox.teams.TeamsPress;
import dev.countersign.sandbox.teams.TeamsUser;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Edit… in Teams: the text in a form for whoever may decide, over the real wire.
class EditInTeamsTest {
  private static final String TEXT = "Dear Mara,\nwe refund *EUR 98.50*.";

  private final TeamsGate gate = new TeamsGate(1);

  EditInTeamsTest() throws Exception {}

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

  private TeamsPress edit(TeamsUser user, String text) {
    show(user);
    press(user, "edit", Map.of());
    return press(user, "edit_send", Map.of("edit_subject", "Your parcel", "edit_text", text));
  }

  @Test
  void onlyWhoMayDecideIsOfferedToEdit() {
    gate.ask(SampleProposals.ticketReplyBody());

    assertThat(TeamsGate.offers(gate.posted().card().orElseThrow(), "edit")).isFalse();
    show(MIRA);
    assertThat(TeamsGate.offers(gate.posted().cardFor(MIRA.id()).orElseThrow(), "edit")).isTrue();
    show(PIA);
    assertThat(gate.posted().cardFor(PIA.id()).map(card -> TeamsGate.offers(card, "edit")))
        .isNotEqualTo(java.util.Optional.of(true));
  }

  @Test
  void aPressShowsTheTextAndDecidesNothing() {
    ProposalId id = gate.ask(SampleProposals.ticketReplyBody());
    show(MIRA);

    JsonObject form = card(press(MIRA, "edit", Map.of()));

    assertThat(CanonicalJson.text(form))
        .contains("we refund EUR 89.50 by 30 November", "Your broken parcel");
    assertThat(gate.request(id).state()).isInstanceOf(Pending.class);
  }

  @Test
  void whatIsSentIsTheNextRevisionAndItsEditorIsToldSo() {
    ProposalId id = gate.ask(SampleProposals.ticketReplyBody());

    JsonObject answered = card(edit(MIRA, TEXT));

    assertThat(CanonicalJson.text(answered)).contains("Revision 2 with your text is asked about");
    assertThat(gate.request(id).state()).isInstanceOf(Superseded.class);
    ProposalId next = gate.request(id).state().successor().orElseThrow();
    Message message = (Message) gate.ledger.find(next).orElseThrow().proposal().action().changes();
    assertThat(message.content()).isEqualTo(TEXT);
    assertThat(message.subject()).contains("Your parcel");
  }

  @Test
  void whatIsRefusedKeepsWhatWasWritten() {
    ProposalId id = gate.ask(SampleProposals.ticketReplyBody());
    show(NOOR);
    press(NOOR, "edit", Map.of());
    edit(MIRA, TEXT);

    JsonObject refused =
        card(press(NOOR, "edit_send", Map.of("edit_subject", "Mine", "edit_text", "My text.")));

    assertThat(CanonicalJson.text(refused)).contains("This changed meanwhile", "My text.", "Mine");
    assertThat(gate.request(id).state()).isInstanceOf(Superseded.class);
  }

  @Test
  void whoMayNotDecideGetsNoTextWhateverTheySend() {
    ProposalId id = gate.ask(SampleProposals.ticketReplyBody());
    show(MIRA);
    JsonObject press =
        gate.teams.activity(MIRA.id(), gate.channel, gate.posted().id(), "edit", Map.of());
    JsonObject pia =
        press.with(
            "from",
            press
                .object("from")
                .with("id", Json.of(PIA.id()))
                .with("aadObjectId", Json.of(PIA.aadObjectId().orElseThrow())));

    assertThat(gate.teams.invoke(pia).answer()).isInstanceOf(InvokeResponse.Message.class);
    assertThat(gate.request(id).state()).isInstanceOf(Pending.class);
  }

  @Test
  void aClientThatRefreshesByItselfEditsNothing() {
    ProposalId id = gate.ask(SampleProposals.ticketReplyBody());
    show(MIRA);
    press(MIRA, "edit", Map.of());
    JsonObject press =
        gate.teams.activity(
            MIRA.id(), gate.channel, gate.posted().id(), "edit_send", Map.of("edit_text", TEXT));

    gate.teams.invoke(
        press.with("value", press.object("value").with("trigger", Json.of("automatic"))));

    assertThat(gate.request(id).state()).isInstanceOf(Pending.class);
  }

  @Test
  void anActionThatIsNoMessageIsNotEdited() {
    gate.ask();
    show(MIRA);

    assertThat(TeamsGate.offers(gate.posted().cardFor(MIRA.id()).orElseThrow(), "edit")).isFalse();
  }
}
