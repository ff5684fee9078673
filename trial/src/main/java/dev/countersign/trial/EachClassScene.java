package dev.countersign.trial;

import dev.countersign.json.JsonObject;
import dev.countersign.proposal.Message;
import dev.countersign.proposal.ProposalId;
import dev.countersign.sandbox.mail.ReceivedMail;
import dev.countersign.sandbox.slack.PostedMessage;
import dev.countersign.trial.page.ArrivedMail;
import java.util.List;
import java.util.UUID;

/// The classes of actions other than a call of an API, one of each: approved in Slack, and looked
/// for where it was to arrive.
final class EachClassScene {
  private static final String ACCOUNT = "account_78";

  private final TrialGate gate;
  private final Transcript transcript;

  EachClassScene(TrialGate gate, Transcript transcript) {
    this.gate = gate;
    this.transcript = transcript;
  }

  void play() {
    transcript.step("The other classes of actions, each approved by mira in Slack");
    message();
    recordChange();
    toolCall();
  }

  private void message() {
    JsonObject view = approved("An e-mail to a customer", "customer-message.json");
    ProposalId id = new ProposalId(view.text("id"));
    List<ReceivedMail> mails = ArrivedMail.of(gate.mail(), id, view.number("revision"));
    transcript.check(
        view.text("outcome").equals("executed") && mails.size() == 1,
        "the mail server got one mail",
        view.text("outcome") + ", " + mails.size());
    mails.forEach(mail -> transcript.quote(mail.message()));
    transcript.check(
        gate.action(id).changes() instanceof Message text
            && mails.stream().allMatch(mail -> ArrivedMail.isWhole(mail, text)),
        "its text is, character for character, what was approved",
        "another text");
  }

  private void recordChange() {
    JsonObject view = approved("Other payment terms of a customer", "payment-terms.json");
    String terms = gate.crm().terms(ACCOUNT);
    transcript.check(
        view.text("outcome").equals("executed") && terms.equals("NET60"),
        "the record in the CRM's database has changed as approved",
        view.text("outcome") + ", " + terms);
  }

  private void toolCall() {
    JsonObject view = approved("A merge by a tool", "merge-tool-call.json");
    String execution = view.object("execution").text("status");
    transcript.check(
        execution.equals("skipped"),
        "the connection is advisory: it is carried out elsewhere, and the gate sends nothing",
        execution);
  }

  /// As it stands once its outcome is known.
  private JsonObject approved(String what, String example) {
    String id =
        gate.agent().propose(gate.proposal(example), UUID.randomUUID()).document().text("id");
    PostedMessage card = new Cards(gate, id).inSlack(text -> text.contains("[ Approve"));
    transcript.say(what + ":");
    transcript.quote(card.rendered().lines().findFirst().orElse(""));
    gate.slack().press(TrialGate.CHANNEL, card.ts(), "approve", TrialGate.LEAD);
    return gate.agent().awaitOutcome(id).document();
  }
}
