package dev.countersign.trial.page;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.sandbox.slack.Ephemeral;
import dev.countersign.sandbox.slack.Fault;
import dev.countersign.sandbox.slack.PostedMessage;
import dev.countersign.sandbox.slack.SlackPress;
import dev.countersign.sandbox.teams.PostedActivity;
import dev.countersign.sandbox.teams.TeamsSandbox;
import dev.countersign.sandbox.wire.CallbackDelivery;
import dev.countersign.sandbox.wire.FormEncoding;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/// Things that go wrong, each played by the emulated chats on a request of its own, and what the
/// gate did, in a sentence that is made of what was seen.
final class Troubles {
  private static final Duration PATIENCE = Duration.ofSeconds(25);
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration TOO_OLD = Duration.ofMinutes(10);
  private static final Duration EXPIRED = Duration.ofHours(2);
  private static final String POST = "chat.postMessage";
  private static final String APPROVE = "approve";
  private static final String SMALL = "refund";
  private static final String LARGE = "large-refund";

  /// Each with the words of its button.
  enum Trouble {
    THROTTLED("Slack answers 429"),
    OUTAGE("Slack is down"),
    DUPLICATE("A callback comes twice"),
    FORGED("A forged signature"),
    OLD("A recorded callback, later"),
    EXPIRED("An expired token from Teams"),
    SWAPPED("Another request's button"),
    STRANGER("A stranger approves"),
    TOGETHER("Two people at once");

    private final String label;

    Trouble(String label) {
      this.label = label;
    }

    String label() {
      return label;
    }

    String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Trouble of(String id) {
      for (Trouble one : values()) {
        if (one.id().equals(id)) {
          return one;
        }
      }
      throw new RefusedException("There is no such trouble.");
    }
  }

  /// @param request the one that it was played on
  record Told(String request, String words) {}

  private final ShownTrial stage;
  private final Wire wire;
  private final Proposals proposals;
  private final Requests requests;

  Troubles(ShownTrial stage, Wire wire, Proposals proposals, Requests requests) {
    this.stage = stage;
    this.wire = wire;
    this.proposals = proposals;
    this.requests = requests;
  }

  Told play(Trouble trouble) {
    return switch (trouble) {
      case THROTTLED ->
          lost(new Fault.RateLimited(Duration.ofSeconds(1)), "429 with Retry-After 1");
      case OUTAGE -> lost(new Fault.Status(503), "503");
      case DUPLICATE -> duplicate();
      case FORGED -> forged();
      case OLD -> old();
      case EXPIRED -> expired();
      case SWAPPED -> swapped();
      case STRANGER -> stranger();
      case TOGETHER -> together();
    };
  }

  private Told lost(Fault fault, String how) {
    stage.slack().fail(POST, fault, 1);
    try {
      long start = System.nanoTime();
      String id = propose(SMALL);
      inTeams(id);
      String teams = since(start);
      inSlack(id);
      String slack = since(start);
      long cards =
          stage.slack().messages(stage.slackChannel()).stream()
              .filter(one -> one.threadTs().isEmpty() && one.text().contains(id))
              .count();
      return new Told(
          id,
          "Slack answered "
              + how
              + ". In Teams the card stood after "
              + teams
              + "; in Slack it was tried again and stood after "
              + slack
              + ", as "
              + (cards == 1 ? "one card." : cards + " cards."));
    } finally {
      stage.slack().mend();
    }
  }

  private Told duplicate() {
    String id = propose(SMALL);
    String body = body(payload(id));
    Map<String, String> headers = stage.slack().sign(body, Instant.now());
    CallbackDelivery first = deliver("pressed Approve", body, headers);
    CallbackDelivery second = deliver("the same callback again", body, headers);
    settled(id);
    return new Told(
        id,
        "The same callback came twice, answered "
            + first.status()
            + " and "
            + second.status()
            + ". "
            + counted(id));
  }

  private Told forged() {
    String id = propose(SMALL);
    String body = body(payload(id));
    Map<String, String> headers = new LinkedHashMap<>(stage.slack().sign(body, Instant.now()));
    headers.computeIfPresent(
        "X-Slack-Signature",
        (_, right) -> right.substring(0, right.length() - 1) + (right.endsWith("0") ? "1" : "0"));
    CallbackDelivery answer = deliver("somebody who forged a signature", body, headers);
    return new Told(id, "One digit of the signature was wrong. " + refused(id, answer));
  }

  private Told old() {
    String id = propose(SMALL);
    String body = body(payload(id));
    CallbackDelivery answer =
        deliver(
            "somebody who recorded a callback",
            body,
            stage.slack().sign(body, Instant.now().minus(TOO_OLD)));
    return new Told(
        id, "A true signature of " + TOO_OLD.toMinutes() + " minutes ago. " + refused(id, answer));
  }

  private Told expired() {
    String id = propose(SMALL);
    PostedActivity card = inTeams(id);
    JsonObject activity = activity(card, stage.second());
    CallbackDelivery answer =
        stage
            .teams()
            .deliver(
                CanonicalJson.text(activity),
                stage.teams().sign(Instant.now().minus(EXPIRED), claims -> claims));
    wire.add("teams", "somebody with an old token", "pressed Approve", answer);
    return new Told(
        id,
        "The connector's token was from "
            + EXPIRED.toHours()
            + " hours ago. "
            + refused(id, answer));
  }

  /// The button of a small refund, signed by the gate itself, on the card of a large one.
  private Told swapped() {
    JsonObject small = payload(propose(SMALL)).objects("actions", one -> one).getFirst();
    String id = propose(LARGE);
    JsonObject large = payload(id);
    JsonObject action = large.objects("actions", one -> one).getFirst();
    String value = small.text("value");
    SlackPress press =
        stage
            .slack()
            .deliver(
                large.with(
                    "actions",
                    JsonArray.of(List.of(action), one -> one.with("value", Json.of(value)))));
    wire.add(
        "slack", stage.first().name(), "pressed with another request's token", press.delivery());
    return new Told(
        id,
        "The token of a small refund came from the card of a large one. "
            + reply(press)
            + counted(id));
  }

  private Told stranger() {
    String id = propose(SMALL);
    PostedMessage card = inSlack(id);
    SlackPress press =
        stage.slack().press(stage.slackChannel(), card.ts(), APPROVE, stage.stranger().slack());
    wire.add("slack", stage.stranger().name(), "pressed Approve", press.delivery());
    return new Told(
        id, stage.stranger().name() + " pressed Approve. " + reply(press) + counted(id));
  }

  private Told together() {
    String id = propose(SMALL);
    JsonObject slack = payload(id);
    JsonObject teams = activity(inTeams(id), stage.second());
    CompletableFuture<SlackPress> one =
        CompletableFuture.supplyAsync(() -> stage.slack().deliver(slack));
    stage
        .teams()
        .invoke(teams)
        .deliveries()
        .forEach(each -> wire.add("teams", stage.second().name(), "pressed Approve", each));
    wire.add("slack", stage.first().name(), "pressed Approve", one.join().delivery());
    settled(id);
    return new Told(
        id,
        stage.first().name()
            + " in Slack and "
            + stage.second().name()
            + " in Teams approved at the same moment, where one is enough. "
            + counted(id));
  }

  private String propose(String example) {
    String id = proposals.request(example);
    requests.add(id, "");
    return id;
  }

  private PostedMessage inSlack(String id) {
    return stage
        .slack()
        .awaitMessage(
            stage.slackChannel(),
            one -> one.text().contains(id) && one.rendered().contains("[ "),
            PATIENCE)
        .orElseThrow(() ->
            new RefusedException(
                "No card came to Slack within " + PATIENCE.toSeconds() + " s; the gate tries on."));
  }

  private PostedActivity inTeams(String id) {
    return stage
        .teams()
        .awaitMessage(
            stage.teamsChannel(),
            one -> one.card().map(TeamsSandbox::text).orElse("").contains(id),
            PATIENCE)
        .orElseThrow(() ->
            new RefusedException(
                "No card came to Teams within " + PATIENCE.toSeconds() + " s; the gate tries on."));
  }

  /// Approve, as the first person's Slack would send it.
  private JsonObject payload(String id) {
    return stage
        .slack()
        .payload(stage.slackChannel(), inSlack(id).ts(), APPROVE, stage.first().slack());
  }

  /// Approve, on the person's own card in Teams.
  private JsonObject activity(PostedActivity card, Actor who) {
    String id = who.teams().id();
    long until = System.nanoTime() + PATIENCE.toNanos();
    stage.teams().refreshByHand(id, stage.teamsChannel(), card.id());
    // The card may be there before the gate has noted that it is; then it shows no buttons yet.
    while (!stage
        .teams()
        .view(id, stage.teamsChannel(), card.id())
        .map(TeamsSandbox::text)
        .orElse("")
        .contains("[ Approve")) {
      if (System.nanoTime() > until) {
        throw new RefusedException("Teams shows " + who.name() + " no button to approve.");
      }
      LockSupport.parkNanos(PAUSE.toNanos());
      stage.teams().refreshByHand(id, stage.teamsChannel(), card.id());
    }
    return stage.teams().activity(id, stage.teamsChannel(), card.id(), APPROVE, Map.of());
  }

  private static String body(JsonObject payload) {
    return FormEncoding.encode(Map.of("payload", CanonicalJson.text(payload)));
  }

  private CallbackDelivery deliver(String did, String body, Map<String, String> headers) {
    CallbackDelivery delivery = stage.slack().deliver(body, headers);
    wire.add("slack", did.startsWith("somebody") ? did : stage.first().name(), did, delivery);
    return delivery;
  }

  private String reply(SlackPress press) {
    return stage
        .slack()
        .awaitReply(press, PATIENCE)
        .map(Ephemeral::rendered)
        .flatMap(text -> text.lines().filter(line -> !line.isBlank()).findFirst())
        .map(line -> "The gate told them alone: “" + line.strip() + "” ")
        .orElse("");
  }

  private String refused(String id, CallbackDelivery answer) {
    return "The gate answered " + answer.status() + " and noted nothing. " + counted(id);
  }

  /// Waits until the gate has nothing more to do for it.
  private void settled(String id) {
    stage
        .slack()
        .awaitMessage(
            stage.slackChannel(),
            one -> one.text().contains(id) && one.rendered().contains("Executed"),
            PATIENCE);
  }

  private String counted(String id) {
    long votes = stage.agent().read(id).optionalObjects("votes", vote -> vote).size();
    int calls = requests.calls(id).size();
    return (votes == 1 ? "1 vote counts" : votes + " votes count")
        + ", and the target got "
        + (calls == 1 ? "1 call." : calls + " calls.");
  }

  private static String since(long start) {
    return Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms";
  }
}
