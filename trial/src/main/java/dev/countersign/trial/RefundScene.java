package dev.countersign.trial;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import dev.countersign.sandbox.billing.BillingTarget.Received;
import dev.countersign.sandbox.slack.Ephemeral;
import dev.countersign.sandbox.slack.PostedMessage;
import dev.countersign.sandbox.slack.SlackPress;
import dev.countersign.sandbox.wire.CallbackDelivery;
import dev.countersign.token.Grant;
import dev.countersign.trial.AgentClient.Answer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// A refund that one person approves in Slack, from the proposal to the audit trail.
final class RefundScene {
  private final TrialGate gate;
  private final Transcript transcript;

  RefundScene(TrialGate gate, Transcript transcript) {
    this.gate = gate;
    this.transcript = transcript;
  }

  void play() {
    String refund = propose();
    PostedMessage card = card(refund);
    refusals(card);
    SlackPress press = approve(card);
    decided(refund);
    executed(refund);
    afterwards(refund, card, press);
  }

  private String propose() {
    transcript.step("An agent proposes a refund");
    String body = gate.proposal("refund.json");
    transcript.say("POST /v1/proposals");
    transcript.quote(body);
    UUID key = UUID.randomUUID();
    Answer answer = gate.agent().propose(body, key);
    JsonObject view = answer.document();
    transcript.field("Answer", answer.status() + ", " + view.text("status"));
    transcript.field("Id", view.text("id"));
    transcript.field("Action digest", view.text("action_digest"));
    transcript.check(answer.status() == 202, "it waits for people (202)", answer.status());
    Answer repeat = gate.agent().propose(body, key);
    transcript.check(
        repeat.document().text("id").equals(view.text("id")),
        "the same request under the same Idempotency-Key is the same proposal",
        repeat.document().text("id"));

    transcript.step("The policy rules");
    JsonObject risk = view.object("risk");
    transcript.field("Gate", view.object("ruling").text("effect"));
    transcript.field(
        "Risk", risk.text("assessed") + ", because of " + String.join(", ", risk.texts("factors")));
    WireExcerpts.findings(view, transcript);
    transcript.check(
        view.object("ruling").text("effect").equals("ask"),
        "a person has to agree",
        view.object("ruling").text("effect"));
    return view.text("id");
  }

  private PostedMessage card(String id) {
    transcript.step("Slack shows the card in #" + TrialGate.CHANNEL_NAME);
    PostedMessage card = new Cards(gate, id).inSlack(text -> text.contains("["));
    transcript.quote(card.rendered());
    transcript.check(
        card.rendered().contains("Approve: Refund EUR 42.50"),
        "the button names the effect",
        "another card");
    return card;
  }

  private void refusals(PostedMessage card) {
    transcript.step("Others press Approve");
    refused(card, TrialGate.STRANGER, "noor, whom the gate does not know", "not linked");
    refused(card, TrialGate.OWNER, "otto, who owns the agent", "cannot decide this one");
  }

  private void refused(PostedMessage card, String user, String who, String expected) {
    SlackPress press = gate.slack().press(TrialGate.CHANNEL, card.ts(), "approve", user);
    Optional<Ephemeral> answer = gate.slack().awaitReply(press, Cards.PATIENCE);
    String told = answer.map(Ephemeral::rendered).orElse("nothing");
    transcript.say("To " + who + ", and to nobody else:");
    transcript.quote(told);
    transcript.check(told.contains(expected), "the press counts for nothing and says why", told);
  }

  private SlackPress approve(PostedMessage card) {
    transcript.step("Mira, a support lead, presses Approve & call");
    SlackPress press = gate.slack().press(TrialGate.CHANNEL, card.ts(), "approve", TrialGate.LEAD);
    CallbackDelivery callback = press.delivery();
    transcript.say("POST " + callback.to().getPath());
    callback
        .headers()
        .forEach((name, value) -> {
          if (name.toLowerCase(Locale.ROOT).startsWith("x-slack")) {
            transcript.field(name, WireExcerpts.of(value));
          }
        });
    String body = URLDecoder.decode(callback.body(), StandardCharsets.UTF_8);
    transcript.quote(WireExcerpts.of(body));
    if (callback.answer() instanceof CallbackDelivery.Answer.Answered answered) {
      transcript.field(
          "Answer", answered.status() + " after " + answered.elapsed().toMillis() + " ms");
    }
    transcript.check(
        press.acknowledged(), "Slack is answered within its 3 seconds", callback.answer());
    return press;
  }

  private void decided(String id) {
    transcript.step("One vote, one grant");
    JsonObject view = gate.agent().awaitOutcome(id).document();
    WireExcerpts.votes(view, transcript);
    transcript.field("Grant", view.optionalObject("grant").map(g -> g.text("id")).orElse("none"));
    transcript.check(
        view.items("votes").size() == 1 && view.text("status").equals("approved"),
        "mira's is the only vote, and it is enough",
        view.text("status"));
  }

  private void executed(String id) {
    transcript.step("What the billing service really received");
    JsonObject view = gate.agent().awaitOutcome(id).document();
    String key = Grant.idempotencyKey(new ProposalId(id), Math.toIntExact(view.number("revision")));
    List<Received> received = gate.billing().received(key);
    transcript.check(received.size() == 1, "exactly one request", received.size());
    received.stream().limit(1).forEach(request -> show(request, id));
    transcript.field(
        "Outcome", view.text("outcome") + ", " + view.object("execution").text("status"));
    transcript.check(
        view.text("outcome").equals("executed"), "the agent is told so", view.text("outcome"));
  }

  private void show(Received request, String id) {
    List<String> lines = new ArrayList<>();
    lines.add(request.method() + " " + request.path());
    request
        .headers()
        .forEach((name, value) ->
            lines.add(
                name
                    + ": "
                    + (name.equalsIgnoreCase("authorization") ? "(the gate's own)" : value)));
    lines.add("");
    lines.add(request.body());
    transcript.quote(String.join("\n", lines));
    String approved = approvedBody(id);
    transcript.check(
        request.body().equals(approved), "the body is, byte for byte, what was approved", approved);
  }

  /// The body inside the frozen action, as the ledger keeps it.
  private String approvedBody(String id) {
    JsonObject changes = gate.action(new ProposalId(id)).changesDocument();
    Json body = changes.object("body").get("json");
    return body == null ? "" : CanonicalJson.text(body);
  }

  private void afterwards(String id, PostedMessage card, SlackPress first) {
    transcript.step("Afterwards");
    PostedMessage now = new Cards(gate, id).inSlack(text -> text.contains("Executed"));
    transcript.quote(now.rendered());
    transcript.check(
        now.ts().equals(card.ts()), "it is the same message, its buttons gone", now.ts());
    SlackPress again =
        gate.slack()
            .pressVersion(
                TrialGate.CHANNEL,
                card.ts(),
                now.versions().indexOf(card.current()),
                "approve",
                TrialGate.LEAD);
    String told =
        gate.slack().awaitReply(again, Cards.PATIENCE).map(Ephemeral::rendered).orElse("");
    transcript.say("Somebody's chat still shows the old button, and mira presses it once more:");
    transcript.quote(told);
    transcript.check(told.contains("is decided"), "a second click changes nothing", told);
    transcript.check(
        !again.payload().equals(first.payload()), "and it was another click", "the same one");
    audit(id);
  }

  private void audit(String id) {
    JsonObject audit = gate.agent().audit(id).document();
    transcript.say("The audit trail of this request:");
    for (JsonObject entry : audit.objects("entries", e -> e)) {
      JsonObject body = entry.object("body");
      transcript.field(
          String.valueOf(entry.number("seq")),
          body.text("type") + " by " + body.text("actor") + ", " + entry.text("hash"));
    }
    transcript.check(
        WireExcerpts.entries(audit, "execution_succeeded") == 1
            && WireExcerpts.entries(audit, "click_refused") == 2,
        "one execution, and both refused presses, are on record",
        audit.items("entries").size());
  }
}
