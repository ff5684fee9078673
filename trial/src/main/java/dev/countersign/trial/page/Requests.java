package dev.countersign.trial.page;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import dev.countersign.proposal.ProposalId;
import dev.countersign.sandbox.billing.BillingTarget.Received;
import dev.countersign.token.Grant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The requests of the trial as the agent reads them, and what became of each at the targets.
final class Requests {
  /// Shown, and asked for again while they can still change.
  static final int LISTED = 20;

  private static final int CALLS = 5;

  private final ShownTrial stage;

  /// By id, which begins with the time.
  private final SortedMap<String, JsonObject> known = new TreeMap<>();

  private final Map<String, String> headlines = new HashMap<>();

  Requests(ShownTrial stage) {
    this.stage = stage;
  }

  /// @param headline of its card; empty when none is known
  synchronized void add(String id, String headline) {
    headlines.merge(id, headline, (before, now) -> before.isEmpty() ? now : before);
    known.putIfAbsent(id, JsonObject.EMPTY);
    if (known.size() > LISTED) {
      headlines.remove(known.firstKey());
      known.remove(known.firstKey());
    }
  }

  /// Newest first.
  List<JsonObject> list() {
    List<String> ids;
    synchronized (this) {
      ids = List.copyOf(known.keySet());
    }
    List<JsonObject> seen = new ArrayList<>();
    for (String id : ids.reversed()) {
      seen.add(current(id));
    }
    return seen;
  }

  private JsonObject current(String id) {
    JsonObject last;
    synchronized (this) {
      last = known.getOrDefault(id, JsonObject.EMPTY);
    }
    if (last.optionalBool("done").orElse(false)) {
      return last;
    }
    JsonObject now = described(id, stage.agent().read(id));
    synchronized (this) {
      now = now.with("headline", Json.of(headlines.getOrDefault(id, "")));
      known.replace(id, now);
    }
    return now;
  }

  private static JsonObject described(String id, JsonObject view) {
    return JsonObject.builder()
        .put("id", id)
        .put("reads_as", text(view, "reads_as").orElse(null))
        .put("status", text(view, "status").orElse("unknown to the agent"))
        .put("outcome", text(view, "outcome").orElse(""))
        .put(
            "execution",
            view.get("execution") instanceof JsonObject execution
                ? text(execution, "status").orElse("")
                : "")
        .put("done", view.optionalBool("done").orElse(false))
        .put(
            "votes",
            JsonArray.of(
                view.optionalObjects("votes", vote -> vote),
                vote ->
                    JsonObject.builder()
                        .put("person", vote.text("person"))
                        .put("via", vote.text("via"))
                        .put("decision", vote.text("decision"))
                        .put("reason", text(vote, "reason").orElse(null))
                        .build()))
        .build();
  }

  private static Optional<String> text(JsonObject holder, String member) {
    return holder.get(member) instanceof JsonString(String text)
        ? Optional.of(text)
        : Optional.empty();
  }

  /// One request with its audit trail, and what `verify` says of it now.
  JsonObject detail(String id) {
    if (!Sight.request(id).filter(id::equals).isPresent()) {
      throw new RefusedException("That is no id of a request.");
    }
    JsonObject view = stage.agent().read(id);
    if (!view.has("status") || !view.has("revision")) {
      throw new RefusedException("The agent has no such request.");
    }
    return JsonObject.builder()
        .put("request", described(id, view))
        .put(
            "findings",
            JsonArray.of(
                view.object("ruling").optionalObjects("findings", one -> one),
                one -> Json.of(one.text("rule") + ": " + one.text("because"))))
        .put(
            "entries",
            JsonArray.of(
                stage.agent().audit(id).optionalObjects("entries", entry -> entry),
                entry ->
                    JsonObject.builder()
                        .put("seq", entry.number("seq"))
                        .put("type", entry.object("body").text("type"))
                        .put("actor", entry.object("body").text("actor"))
                        .put("hash", entry.text("hash"))
                        .build()))
        .put("verdict", stage.verdict().apply(id))
        .put("target", target(id, view.number("revision")))
        .build();
  }

  private JsonArray target(String id, long revision) {
    List<Received> calls = calls(id, revision);
    return JsonArray.of(calls.subList(0, Math.min(CALLS, calls.size())), Requests::described);
  }

  /// What the billing service received for this request.
  List<Received> calls(String id) {
    return calls(id, stage.agent().read(id).number("revision"));
  }

  private List<Received> calls(String id, long revision) {
    return stage
        .billing()
        .received(Grant.idempotencyKey(new ProposalId(id), Math.toIntExact(revision)));
  }

  private static JsonObject described(Received call) {
    List<String> lines = new ArrayList<>();
    lines.add(call.method() + " " + call.path());
    call.headers()
        .forEach((name, value) ->
            lines.add(
                name
                    + ": "
                    + (name.toLowerCase(Locale.ROOT).equals("authorization")
                        ? "(the gate's own credential)"
                        : value)));
    lines.add("");
    lines.add(call.body());
    return JsonObject.builder().put("text", String.join("\n", lines)).build();
  }
}
