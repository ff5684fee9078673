package dev.countersign.trial;

import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.slack.OpenedView;
import dev.countersign.sandbox.slack.PostedMessage;
import dev.countersign.trial.AgentClient.Answer;
import java.util.Map;
import java.util.UUID;

/// Proposals that end in other ways: rejected, allowed, refused.
final class OtherProposalsScene {
  private static final String NOTE = "We do not promise a date.";

  private final TrialGate gate;
  private final Transcript transcript;

  OtherProposalsScene(TrialGate gate, Transcript transcript) {
    this.gate = gate;
    this.transcript = transcript;
  }

  void play() {
    transcript.step("Three more proposals");
    JsonObject message = brief("A message to a customer", "customer-message.json");
    PostedMessage card = new Cards(gate, message.text("id")).inSlack(text -> text.contains("["));
    reject(card);
    JsonObject ended = gate.agent().awaitOutcome(message.text("id")).document();
    WireExcerpts.votes(ended, transcript);
    transcript.check(
        ended.text("status").equals("rejected"),
        "asked, and mira rejects it",
        ended.text("status"));
    String shown =
        new Cards(gate, message.text("id")).inSlack(text -> text.contains("Rejected")).rendered();
    transcript.check(
        shown.contains("reason: Wrong content or amount") && shown.contains(NOTE),
        "the card says why, in her words",
        shown);

    JsonObject note = brief("An internal note in the CRM", "internal-note.json");
    transcript.check(
        note.text("status").equals("approved"),
        "allowed without asking anybody, and recorded as such",
        note.text("status"));
    JsonObject written = gate.agent().awaitOutcome(note.text("id")).document();
    transcript.check(
        written.text("outcome").equals("executed")
            && gate.crm().note().equals("Prefers e-mail over phone."),
        "the gate wrote it into the CRM's database, after it had compared what was there",
        gate.crm().note());

    JsonObject deletion = brief("A repository deleted by a tool", "delete-tool-call.json");
    transcript.check(
        deletion.text("status").equals("refused"),
        "refused: no rule speaks of it",
        deletion.text("status"));
    WireExcerpts.findings(deletion, transcript);
  }

  /// The button opens a form, which asks why.
  private void reject(PostedMessage card) {
    gate.slack().press(TrialGate.CHANNEL, card.ts(), "reject", TrialGate.LEAD);
    OpenedView form =
        gate.slack()
            .modal(TrialGate.LEAD)
            .orElseThrow(() -> new TrialException("No form opened for a rejection."));
    transcript.say("Mira presses Reject…, and fills in:");
    transcript.quote(form.rendered());
    gate.slack().submit(TrialGate.LEAD, form, Map.of("reason", "wrong_content", "note", NOTE));
  }

  private JsonObject brief(String what, String example) {
    Answer answer = gate.agent().propose(gate.proposal(example), UUID.randomUUID());
    transcript.say(what + ": " + answer.status() + ", " + answer.document().text("status"));
    return answer.document();
  }
}
