package dev.countersign.trial;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import dev.countersign.sandbox.slack.PostedMessage;
import dev.countersign.sandbox.teams.InvokeResponse;
import dev.countersign.sandbox.teams.PostedActivity;
import dev.countersign.sandbox.teams.TeamsPress;
import dev.countersign.sandbox.teams.TeamsSandbox;
import dev.countersign.sandbox.teams.TeamsUser;
import dev.countersign.sandbox.wire.CallbackDelivery;
import dev.countersign.token.Grant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// A refund large enough to need two people: one of them decides in Slack, the other in Teams.
final class BothChatsScene {
  private final TrialGate gate;
  private final Transcript transcript;

  BothChatsScene(TrialGate gate, Transcript transcript) {
    this.gate = gate;
    this.transcript = transcript;
  }

  void play() {
    String id = propose();
    Cards cards = new Cards(gate, id);
    PostedMessage slack = cards.inSlack(text -> text.contains("["));
    PostedActivity teams = posted(cards);
    views(teams);
    refreshDecidesNothing(id, teams);
    onePersonOneVote(id, cards, slack, teams);
    theSecondPerson(teams);
    executed(id);
    bothCards(cards, slack, teams);
    audit(id);
  }

  private String propose() {
    transcript.step("A refund of EUR 2,400 needs two people, wherever they are");
    JsonObject view =
        gate.agent().propose(gate.proposal("large-refund.json"), UUID.randomUUID()).document();
    transcript.field("Id", view.text("id"));
    transcript.field("Rule", String.join(", ", view.object("ruling").texts("rules")));
    transcript.check(
        view.text("status").equals("pending"), "it waits for people", view.text("status"));
    return view.text("id");
  }

  private PostedActivity posted(Cards cards) {
    PostedActivity teams = cards.inTeams(text -> text.contains("["));
    transcript.say("Slack shows it as before. In Teams, whoever opens the channel sees:");
    String text = Cards.text(teams);
    transcript.quote(text);
    transcript.check(
        text.contains("Decide…") && !text.contains("[ Approve"),
        "the card for everybody holds no decision, only the way to one's own card",
        "another card");
    return teams;
  }

  private void views(PostedActivity card) {
    transcript.step("Teams asks for each person's own card");
    transcript.say("Mira and jon open the channel, and their clients ask by themselves:");
    String mira = opened(card, TrialGate.MIRA);
    String jon = opened(card, TrialGate.JON);
    transcript.quote(buttons(jon));
    transcript.check(
        mira.contains("[ Approve") && jon.contains("[ Approve"),
        "both may decide, so both see the buttons",
        mira + jon);
    transcript.check(
        gate.teams().refresh(TrialGate.NOOR.id(), card.conversation(), card.id()).isEmpty(),
        "noor's client is not asked to, so she sees what everybody sees",
        "a refresh");
    TeamsPress noor = press(card, TrialGate.NOOR, "view");
    transcript.say("Noor presses Decide…, and she alone is told:");
    transcript.quote(told(noor));
    transcript.check(
        told(noor).contains("not linked"), "who is unknown is shown no buttons", told(noor));
  }

  /// What their client shows once they opened the channel.
  private String opened(PostedActivity card, TeamsUser user) {
    Optional<TeamsPress> refresh = gate.teams().refresh(user.id(), card.conversation(), card.id());
    refresh.ifPresent(asked ->
        transcript.field(
            user.name(),
            "invoke " + asked.activity().text("name") + ", verb " + asked.verb() + ", automatic"));
    return gate.teams()
        .view(user.id(), card.conversation(), card.id())
        .map(TeamsSandbox::text)
        .orElse("");
  }

  private static String buttons(String card) {
    return card.lines()
        .dropWhile(line -> !line.contains("[ "))
        .reduce((a, b) -> a + "\n" + b)
        .orElse("no buttons");
  }

  private void refreshDecidesNothing(String id, PostedActivity card) {
    transcript.step("A refresh that says “approve”");
    JsonObject pressed = activity(card, TrialGate.JON);
    JsonObject forged =
        pressed.with("value", pressed.object("value").with("trigger", Json.of("automatic")));
    TeamsPress refresh = gate.teams().invoke(forged);
    transcript.say(
        "Jon's client sends his approve button, token and all, as an automatic refresh:");
    transcript.quote(told(refresh));
    transcript.check(
        refresh.answer() instanceof InvokeResponse.Failed && votes(id).isEmpty(),
        "nothing decides but a press",
        votes(id));
  }

  private JsonObject activity(PostedActivity card, TeamsUser user) {
    return gate.teams().activity(user.id(), card.conversation(), card.id(), "approve", Map.of());
  }

  private void onePersonOneVote(String id, Cards cards, PostedMessage slack, PostedActivity teams) {
    transcript.step("Mira approves in Slack, then in Teams as well");
    JsonObject stale = activity(teams, TrialGate.MIRA);
    gate.slack().press(TrialGate.CHANNEL, slack.ts(), "approve", TrialGate.LEAD);
    PostedActivity updated = cards.inTeams(text -> text.contains("1 of 2"));
    transcript.check(
        updated.id().equals(teams.id()), "the card in Teams counts one of two", updated.id());
    TeamsPress again = gate.teams().invoke(stale);
    transcript.say("Her Teams still shows the buttons, and she presses Approve there too:");
    transcript.quote(progress(told(again)));
    transcript.check(
        again.acknowledged() && !told(again).contains("[ Approve"),
        "she is shown how it stands, without buttons",
        again.answer());
    String why = told(press(teams, TrialGate.MIRA, "view"));
    transcript.say("On the updated card she presses Decide…, and is told:");
    transcript.quote(why);
    transcript.check(why.contains("counted already"), "the second press counts for nothing", why);
    transcript.check(votes(id).size() == 1, "one human with two accounts has one vote", votes(id));
  }

  private static String progress(String card) {
    return card.lines()
        .dropWhile(line -> !line.startsWith("Approvals"))
        .reduce((a, b) -> a + "\n" + b)
        .orElse(card);
  }

  private void theSecondPerson(PostedActivity card) {
    transcript.step("Jon approves in Teams");
    opened(card, TrialGate.JON);
    TeamsPress press = press(card, TrialGate.JON, "approve");
    transcript.say("POST " + press.deliveries().getFirst().to().getPath());
    transcript.field("Authorization", "Bearer (signed by the Bot Connector)");
    JsonObject sent = press.activity();
    transcript.quote(
        WireExcerpts.of(
            CanonicalJson.text(
                JsonObject.builder()
                    .put("type", sent.text("type"))
                    .put("name", sent.text("name"))
                    .put("from", sent.object("from"))
                    .put("replyToId", sent.text("replyToId"))
                    .put("value", sent.object("value"))
                    .build())));
    if (press.deliveries().getFirst().answer()
        instanceof CallbackDelivery.Answer.Answered answered) {
      transcript.field(
          "Answer", answered.status() + " after " + answered.elapsed().toMillis() + " ms");
    }
    transcript.check(
        press.answer() instanceof InvokeResponse.Card && press.deliveries().size() == 1,
        "the answer is his own card, at the first asking",
        press.answer());
  }

  private void executed(String id) {
    transcript.step("Two votes, one grant, one execution");
    JsonObject view = gate.agent().awaitOutcome(id).document();
    WireExcerpts.votes(view, transcript);
    transcript.check(
        votes(id).equals(List.of("mira via slack", "jon via teams")),
        "each from where it was given",
        votes(id));
    String grant = view.optionalObject("grant").map(g -> g.text("id")).orElse("none");
    transcript.field("Grant", grant);
    transcript.field("Outcome", view.text("outcome"));
    transcript.check(
        view.text("outcome").equals("executed"), "the agent is told so", view.text("outcome"));
    String key = Grant.idempotencyKey(new ProposalId(id), Math.toIntExact(view.number("revision")));
    int received = gate.billing().received(key).size();
    transcript.check(received == 1, "the billing service got exactly one request", received);
  }

  private List<String> votes(String id) {
    return WireExcerpts.votes(gate.agent().read(id).document()).stream()
        .map(vote -> vote.text("person") + " via " + vote.text("via"))
        .toList();
  }

  private void bothCards(Cards cards, PostedMessage slack, PostedActivity teams) {
    transcript.step("Both cards show how it ended");
    PostedMessage inSlack = cards.inSlack(text -> text.contains("Executed"));
    PostedActivity inTeams = cards.inTeams(text -> text.contains("Executed"));
    transcript.quote(Cards.text(inTeams));
    transcript.check(
        inSlack.ts().equals(slack.ts()) && inTeams.id().equals(teams.id()),
        "they are the same two messages",
        inSlack.ts() + ", " + inTeams.id());
    transcript.check(
        !inSlack.rendered().contains("[ Approve")
            && !Cards.text(inTeams).contains("[ Approve")
            && !Cards.text(inTeams).contains("[ Decide"),
        "and no button that decides is left on either",
        inSlack.rendered());
  }

  private void audit(String id) {
    JsonObject audit = gate.agent().audit(id).document();
    transcript.check(
        WireExcerpts.entries(audit, "voted") == 2
            && WireExcerpts.entries(audit, "grant_issued") == 1
            && WireExcerpts.entries(audit, "execution_succeeded") == 1,
        "two votes, one grant and one execution are on record",
        audit.items("entries").size());
  }

  private TeamsPress press(PostedActivity card, TeamsUser user, String verb) {
    return gate.teams().press(user.id(), card.conversation(), card.id(), verb, Map.of());
  }

  private static String told(TeamsPress press) {
    return switch (press.answer()) {
      case InvokeResponse.Card(JsonObject card) -> TeamsSandbox.text(card);
      case InvokeResponse.Message(String text) -> text;
      case InvokeResponse.Failed failed -> failed.statusCode() + ": " + failed.message();
      case InvokeResponse.LoginRequested _ -> "a sign-in";
      case InvokeResponse.WrongAuthCode _ -> "a wrong code";
      case InvokeResponse.PreconditionFailed _ -> "a failed sign-on";
      case InvokeResponse.Undocumented(String why) -> "nothing that Teams understands: " + why;
    };
  }
}
