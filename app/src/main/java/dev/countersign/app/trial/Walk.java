package dev.countersign.app.trial;

import dev.countersign.app.trial.AgentClient.Answer;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.proof.Damage;
import dev.countersign.proof.Verifier;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.GrantId;
import dev.countersign.sandbox.billing.BillingTarget.Received;
import dev.countersign.sandbox.slack.Ephemeral;
import dev.countersign.sandbox.slack.OpenedView;
import dev.countersign.sandbox.slack.PostedMessage;
import dev.countersign.sandbox.slack.Press;
import dev.countersign.sandbox.slack.Submission;
import dev.countersign.sandbox.wire.Delivery;
import dev.countersign.token.Grant;
import dev.countersign.token.GrantVerifier;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// One walk through everything that the gate does, over the same doors that agents, chats and
/// targets use. What is said is what came back, and each step says what it expects.
final class Walk {
  /// For a card or a private answer to arrive.
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final Pattern TOKEN = Pattern.compile("eyJ[A-Za-z0-9_-]+\\.[A-Za-z0-9_.-]+");

  private static final String NOTE = "No promises before the carrier has answered, please.";

  private final TrialGate gate;
  private final Transcript transcript;

  Walk(TrialGate gate, Transcript transcript) {
    this.gate = gate;
    this.transcript = transcript;
  }

  void walk() {
    String refund = propose();
    PostedMessage card = card(refund);
    refusals(card);
    Press press = approve(card);
    decided(refund);
    executed(refund);
    afterwards(refund, card, press);
    theOthers();
    verify();
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
    findings(view);
    transcript.check(
        view.object("ruling").text("effect").equals("ask"),
        "a person has to agree",
        view.object("ruling").text("effect"));
    return view.text("id");
  }

  private void findings(JsonObject view) {
    for (JsonObject finding : view.object("ruling").objects("findings", f -> f)) {
      transcript.field(
          "Finding",
          finding.text("rule") + ": " + finding.text("result") + ". " + finding.text("because"));
    }
  }

  private PostedMessage card(String id) {
    transcript.step("Slack shows the card in #" + TrialGate.CHANNEL_NAME);
    PostedMessage card = await(id, message -> message.rendered().contains("["));
    transcript.quote(card.rendered());
    transcript.check(
        card.rendered().contains("Approve & call"), "the button names the effect", "another card");
    return card;
  }

  private PostedMessage await(String id, Predicate<PostedMessage> wanted) {
    return gate.slack()
        .awaitMessage(
            TrialGate.CHANNEL,
            message -> message.text().contains(id) && wanted.test(message),
            PATIENCE)
        .orElseThrow(() ->
            new TrialException(
                "No such card of " + id + " came within " + PATIENCE.toSeconds() + " s."));
  }

  private void refusals(PostedMessage card) {
    transcript.step("Others press Approve");
    refused(card, TrialGate.STRANGER, "noor, whom the gate does not know", "not linked");
    refused(card, TrialGate.OWNER, "otto, who owns the agent", "cannot decide this one");
  }

  private void refused(PostedMessage card, String user, String who, String expected) {
    Press press = gate.slack().press(TrialGate.CHANNEL, card.ts(), "approve", user);
    Optional<Ephemeral> answer = gate.slack().awaitReply(press, PATIENCE);
    String told = answer.map(Ephemeral::rendered).orElse("nothing");
    transcript.say("To " + who + ", and to nobody else:");
    transcript.quote(told);
    transcript.check(told.contains(expected), "the press counts for nothing and says why", told);
  }

  private Press approve(PostedMessage card) {
    transcript.step("Mira, a support lead, presses Approve & call");
    Press press = gate.slack().press(TrialGate.CHANNEL, card.ts(), "approve", TrialGate.LEAD);
    Delivery callback = press.delivery();
    transcript.say("POST " + callback.to().getPath());
    callback
        .headers()
        .forEach((name, value) -> {
          if (name.toLowerCase(Locale.ROOT).startsWith("x-slack")) {
            transcript.field(name, abridged(value));
          }
        });
    String body = URLDecoder.decode(callback.body(), StandardCharsets.UTF_8);
    transcript.quote(abridged(TOKEN.matcher(body).replaceAll("eyJ…")));
    if (callback.answer() instanceof Delivery.Answer.Answered answered) {
      transcript.field(
          "Answer", answered.status() + " after " + answered.elapsed().toMillis() + " ms");
    }
    transcript.check(
        press.acknowledged(), "Slack is answered within its 3 seconds", callback.answer());
    return press;
  }

  private static String abridged(String text) {
    return text.length() <= 400
        ? text
        : text.substring(0, 320) + " … (" + text.length() + " characters)";
  }

  private void decided(String id) {
    transcript.step("One vote, one grant");
    JsonObject view = gate.agent().awaitOutcome(id).document();
    for (JsonObject vote : view.objects("votes", v -> v)) {
      transcript.field(
          "Vote",
          vote.text("person")
              + " ("
              + vote.text("function")
              + ") via "
              + vote.text("via")
              + ": "
              + vote.text("decision"));
    }
    transcript.field("Grant", view.optionalObject("grant").map(g -> g.text("id")).orElse("none"));
    transcript.check(
        view.items("votes").size() == 1 && view.text("status").equals("approved"),
        "mira's is the only vote, and it is enough",
        view.text("status"));
  }

  private void executed(String id) {
    transcript.step("What the billing service really received");
    JsonObject view = gate.agent().awaitOutcome(id).document();
    String key = Grant.idempotencyKey(new GrantId(view.object("grant").text("id")));
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
    JsonObject changes =
        gate.store().ledger().find(new ProposalId(id)).orElseThrow().proposal().action().changes();
    Json body = changes.object("body").get("json");
    return body == null ? "" : CanonicalJson.text(body);
  }

  private void afterwards(String id, PostedMessage card, Press first) {
    transcript.step("Afterwards");
    PostedMessage now = await(id, message -> message.rendered().contains("Executed"));
    transcript.quote(now.rendered());
    transcript.check(
        now.ts().equals(card.ts()), "it is the same message, its buttons gone", now.ts());
    Press again =
        gate.slack()
            .pressVersion(
                TrialGate.CHANNEL,
                card.ts(),
                now.versions().indexOf(card.current()),
                "approve",
                TrialGate.LEAD);
    String told = gate.slack().awaitReply(again, PATIENCE).map(Ephemeral::rendered).orElse("");
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
        types(audit, "execution_succeeded") == 1 && types(audit, "click_refused") == 2,
        "one execution, and both refused presses, are on record",
        audit.items("entries").size());
  }

  private static long types(JsonObject audit, String type) {
    return audit.objects("entries", e -> e.object("body").text("type")).stream()
        .filter(type::equals)
        .count();
  }

  private void theOthers() {
    transcript.step("Three more proposals");
    JsonObject message = brief("A message to a customer", "customer-message.json");
    PostedMessage card = await(message.text("id"), m -> m.rendered().contains("["));
    reject(card);
    String ended = gate.agent().awaitOutcome(message.text("id")).document().text("status");
    transcript.check(ended.equals("rejected"), "asked, and mira rejects it", ended);
    String shown = await(message.text("id"), m -> m.rendered().contains("Rejected")).rendered();
    transcript.check(
        shown.contains("reason: Wrong content or amount") && shown.contains(NOTE),
        "the card says why, in her words",
        shown);

    JsonObject note = brief("An internal note in the CRM", "internal-note.json");
    transcript.check(
        note.text("status").equals("approved"),
        "allowed without asking anybody, and recorded as such",
        note.text("status"));

    JsonObject merge = brief("A merge by a tool", "merge-tool-call.json");
    transcript.check(
        merge.text("status").equals("refused"),
        "refused: no rule speaks of it",
        merge.text("status"));
    findings(merge);
  }

  private void reject(PostedMessage card) {
    gate.slack().press(TrialGate.CHANNEL, card.ts(), "reject", TrialGate.LEAD);
    OpenedView form =
        gate.slack()
            .modal(TrialGate.LEAD)
            .orElseThrow(() -> new TrialException("No form opened for mira."));
    transcript.say("Mira presses Reject… and is asked why:");
    transcript.quote(form.rendered());
    Submission sent =
        gate.slack().submit(TrialGate.LEAD, form, Map.of("reason", "wrong_content", "note", NOTE));
    transcript.check(
        sent.outcome() instanceof Submission.Outcome.Closed,
        "she says why, and the form closes",
        sent.outcome());
  }

  private JsonObject brief(String what, String example) {
    Answer answer = gate.agent().propose(gate.proposal(example), UUID.randomUUID());
    transcript.say(what + ": " + answer.status() + ", " + answer.document().text("status"));
    return answer.document();
  }

  private void verify() {
    transcript.step("Everything that is stored is verified");
    Verifier verifier =
        new Verifier(
            gate.store().evidence(),
            new GrantVerifier(gate.startup().keys(), gate.settings().issuer()));
    Verifier.Summary summary =
        verifier.verifyAll((Damage damage) -> transcript.say(damage.toString()));
    transcript.field("Requests", summary.requests());
    transcript.field("Entries", summary.entries());
    transcript.check(
        summary.isSound(),
        "every digest, chain, fold, vote and grant is sound",
        summary.damages() + " damages, named above");
  }
}
