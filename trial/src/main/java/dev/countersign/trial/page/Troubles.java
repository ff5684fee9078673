package dev.countersign.trial.page;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import dev.countersign.sandbox.slack.Ephemeral;
import dev.countersign.sandbox.slack.Fault;
import dev.countersign.sandbox.slack.SlackPress;
import dev.countersign.sandbox.wire.CallbackDelivery;
import dev.countersign.sandbox.wire.FormEncoding;
import dev.countersign.trial.page.Trouble.Upshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/// Things that go wrong, each played by the emulated chats on a request of its own, and what the
/// gate did, in a word and a sentence that are made of what was seen.
final class Troubles {
  private static final Duration TOO_OLD = Duration.ofMinutes(10);
  private static final Duration EXPIRED = Duration.ofHours(2);
  private static final String POST = "chat.postMessage";
  private static final String PRESSED = "pressed Approve";
  private static final String SMALL = "refund";
  private static final String LARGE = "large-refund";

  /// @param request the one that it was played on
  record Told(String request, Upshot upshot, String words) {}

  private final ShownTrial stage;
  private final Wire wire;
  private final Proposals proposals;
  private final Requests requests;
  private final Arrivals arrivals;

  /// One at a time, as each would take back the other's faults, and be told of them.
  private final Semaphore turn = new Semaphore(1);

  Troubles(ShownTrial stage, Wire wire, Proposals proposals, Requests requests) {
    this.stage = stage;
    this.wire = wire;
    this.proposals = proposals;
    this.requests = requests;
    arrivals = new Arrivals(stage);
  }

  /// @throws RefusedException while another is played
  Told play(Trouble trouble) {
    if (!turn.tryAcquire()) {
      throw new RefusedException(
          "One trouble at a time: another is being played. Try again once its line is there.");
    }
    try {
      return played(trouble);
    } finally {
      turn.release();
    }
  }

  private Told played(Trouble trouble) {
    return switch (trouble) {
      case THROTTLED ->
          lost(new Fault.RateLimited(Duration.ofSeconds(1)), "429 with Retry-After 1");
      case OUTAGE -> lost(new Fault.Status(503), "503");
      case DUPLICATE -> duplicate();
      case FORGED -> forged();
      case OLD -> old();
      case EXPIRED -> expired();
      case SWAPPED -> swapped();
      case REWRITTEN -> rewritten();
      case STRANGER -> stranger();
      case TOGETHER -> together();
    };
  }

  private Told lost(Fault fault, String how) {
    int before = stage.slack().failed(POST);
    stage.slack().fail(POST, fault, 1);
    try {
      long start = System.nanoTime();
      String id = proposals.request(SMALL);
      arrivals.inTeams(id);
      String teams = since(start);
      arrivals.inSlack(id);
      String slack = since(start);
      long cards =
          stage.slack().messages(stage.slackChannel()).stream()
              .filter(one -> one.threadTs().isEmpty() && one.text().contains(id))
              .count();
      if (stage.slack().failed(POST) == before) {
        return new Told(
            id,
            Upshot.NOT_PLAYED,
            "Slack was to answer "
                + how
                + ", but did not: the card stood there at once, after "
                + slack
                + ". Try again.");
      }
      return new Told(
          id,
          cards == 1 ? Upshot.DELIVERED : Upshot.OTHERWISE,
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
    String id = proposals.request(SMALL);
    String body = body(arrivals.payload(id));
    Map<String, String> headers = stage.slack().sign(body, Instant.now());
    CallbackDelivery first = deliver(stage.first().name(), PRESSED, body, headers);
    CallbackDelivery second =
        deliver(stage.first().name(), "sent the same callback again", body, headers);
    return once(
        id,
        "The same callback came twice, answered "
            + first.status()
            + " and "
            + second.status()
            + ". ");
  }

  private Told forged() {
    String id = proposals.request(SMALL);
    String body = body(arrivals.payload(id));
    Map<String, String> headers = new LinkedHashMap<>(stage.slack().sign(body, Instant.now()));
    headers.computeIfPresent(
        "X-Slack-Signature",
        (_, right) -> right.substring(0, right.length() - 1) + (right.endsWith("0") ? "1" : "0"));
    List<String> before = noted(id);
    CallbackDelivery answer = deliver("somebody", "forged a signature", body, headers);
    return refused(id, "One digit of the signature was wrong. " + answered(answer, before, id));
  }

  private Told old() {
    String id = proposals.request(SMALL);
    String body = body(arrivals.payload(id));
    List<String> before = noted(id);
    CallbackDelivery answer =
        deliver(
            "somebody",
            "sent a recorded callback",
            body,
            stage.slack().sign(body, Instant.now().minus(TOO_OLD)));
    return refused(
        id,
        "A true signature of "
            + TOO_OLD.toMinutes()
            + " minutes ago. "
            + answered(answer, before, id));
  }

  private Told expired() {
    String id = proposals.request(SMALL);
    JsonObject activity = arrivals.activity(id, stage.second());
    List<String> before = noted(id);
    CallbackDelivery answer =
        stage
            .teams()
            .deliver(
                CanonicalJson.text(activity),
                stage.teams().sign(Instant.now().minus(EXPIRED), claims -> claims));
    wire.add("teams", "somebody", "sent an old token", answer);
    return refused(
        id,
        "The connector's token was from "
            + EXPIRED.toHours()
            + " hours ago. "
            + answered(answer, before, id));
  }

  /// The button of a small refund, signed by the gate itself, on the card of a large one.
  private Told swapped() {
    JsonObject small = action(arrivals.payload(proposals.request(SMALL)));
    String id = proposals.request(LARGE);
    JsonObject large = arrivals.payload(id);
    JsonObject action = action(large).with("value", Json.of(small.text("value")));
    SlackPress press = stage.slack().deliver(large.with("actions", new JsonArray(List.of(action))));
    wire.add(
        "slack", stage.first().name(), "pressed with another request's token", press.delivery());
    return refused(
        id, "The token of a small refund came from the card of a large one. " + reply(press));
  }

  /// The frozen action itself, by whoever owns the database, between approval and execution. What
  /// an earlier one rewrote is put back first, so that one request at most is damaged.
  private Told rewritten() {
    DatabaseOwner owner = stage.owner();
    owner.putBack();
    String id = proposals.request(SMALL);
    ProposalId request = new ProposalId(id);
    String ts = arrivals.inSlack(id).ts();
    owner.rewriteAtApproval(request);
    Optional<String> code;
    try {
      SlackPress press =
          stage.slack().press(stage.slackChannel(), ts, Arrivals.APPROVE, stage.first().slack());
      wire.add("slack", stage.first().name(), PRESSED, press.delivery());
      code = arrivals.found(() -> owner.putAside(request));
    } finally {
      owner.leave();
    }
    String verdict = stage.verdict().apply(id);
    int calls = requests.callsOfTheFirst(id).size();
    boolean refused =
        code.filter(why -> why.startsWith("record_")).isPresent()
            && calls == 0
            && verdict.startsWith("Damaged");
    return new Told(
        id,
        refused ? Upshot.REFUSED : Upshot.OTHERWISE,
        "As "
            + stage.first().name()
            + " approved EUR 42.50, somebody with the superuser's password of the database made it"
            + " EUR 4,250.00. "
            + code.map(why -> "The gate put the execution aside (" + why + ")")
                .orElse("The gate put nothing aside")
            + ", and the target got "
            + (calls == 1 ? "1 call" : calls + " calls")
            + ". The verdict on this request alone: "
            + verdict
            + " All others go on. The bytes are put back when this is played again, and when the"
            + " trial starts anew.");
  }

  private static JsonObject action(JsonObject payload) {
    return payload.objects("actions", one -> one).getFirst();
  }

  private Told stranger() {
    String id = proposals.request(SMALL);
    SlackPress press =
        stage
            .slack()
            .press(
                stage.slackChannel(),
                arrivals.inSlack(id).ts(),
                Arrivals.APPROVE,
                stage.stranger().slack());
    wire.add("slack", stage.stranger().name(), PRESSED, press.delivery());
    return refused(id, stage.stranger().name() + " pressed Approve. " + reply(press));
  }

  private Told together() {
    String id = proposals.request(SMALL);
    JsonObject slack = arrivals.payload(id);
    JsonObject teams = arrivals.activity(id, stage.second());
    CompletableFuture<SlackPress> one =
        CompletableFuture.supplyAsync(() -> stage.slack().deliver(slack));
    stage
        .teams()
        .invoke(teams)
        .deliveries()
        .forEach(each -> wire.add("teams", stage.second().name(), PRESSED, each));
    wire.add("slack", stage.first().name(), PRESSED, one.join().delivery());
    return once(
        id,
        stage.first().name()
            + " in Slack and "
            + stage.second().name()
            + " in Teams approved at the same moment, where one is enough. ");
  }

  private static String body(JsonObject payload) {
    return FormEncoding.encode(Map.of("payload", CanonicalJson.text(payload)));
  }

  private CallbackDelivery deliver(
      String who, String did, String body, Map<String, String> headers) {
    CallbackDelivery delivery = stage.slack().deliver(body, headers);
    wire.add("slack", who, did, delivery);
    return delivery;
  }

  private String reply(SlackPress press) {
    return stage
        .slack()
        .awaitReply(press, Arrivals.PATIENCE)
        .map(Ephemeral::rendered)
        .map(Troubles::firstParagraph)
        .map(words -> "The gate told them alone: “" + words + "” ")
        .orElse("");
  }

  private static String firstParagraph(String text) {
    return text.lines()
        .map(String::strip)
        .dropWhile(String::isEmpty)
        .takeWhile(line -> !line.isEmpty())
        .collect(Collectors.joining(" "));
  }

  private String answered(CallbackDelivery answer, List<String> before, String id) {
    List<String> since = new ArrayList<>(noted(id));
    before.forEach(since::remove);
    return "The gate answered "
        + answer.status()
        + " and noted "
        + (since.isEmpty() ? "nothing" : String.join(", ", since))
        + ". ";
  }

  /// The types of the entries, but for those of cards, which come with the posting and not with
  /// what is sent here.
  private List<String> noted(String id) {
    return stage
        .agent()
        .audit(id)
        .objects("entries", entry -> entry.object("body").text("type"))
        .stream()
        .filter(type -> !type.startsWith("card"))
        .toList();
  }

  private Told refused(String id, String words) {
    return told(id, Upshot.REFUSED, 0, words);
  }

  /// Once the gate has nothing more to do for it.
  private Told once(String id, String words) {
    arrivals.inSlack(id, "Executed");
    return told(id, Upshot.ONCE, 1, words);
  }

  /// @param each how many votes and calls there are to be
  private Told told(String id, Upshot wanted, int each, String words) {
    int votes = stage.agent().read(id).optionalObjects("votes", vote -> vote).size();
    int calls = requests.calls(id).size();
    return new Told(
        id,
        votes == each && calls == each ? wanted : Upshot.OTHERWISE,
        words
            + (votes == 1 ? "1 vote counts" : votes + " votes count")
            + ", and the target got "
            + (calls == 1 ? "1 call." : calls + " calls."));
  }

  private static String since(long start) {
    return Duration.ofNanos(System.nanoTime() - start).toMillis() + " ms";
  }
}
