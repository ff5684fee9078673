package dev.countersign.trial.page;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import dev.countersign.proposal.ProposalId;
import dev.countersign.sandbox.billing.BillingTarget.Received;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The requests of the trial as the agent reads them, and what became of each at the targets.
final class Requests {
  /// Shown, the newest: what one document that the trial reads has room for.
  static final int LISTED = 12;

  private final ShownTrial stage;
  private final Targets targets;
  private final Instant since = Instant.now();

  Requests(ShownTrial stage) {
    this.stage = stage;
    targets = new Targets(stage.targets());
  }

  /// Newest first, as one look at the agent's list; those of earlier trials in the same folder are
  /// left out.
  ///
  /// @param headlines what the cards that stand in a chat are headed with, by request
  List<JsonObject> list(Map<String, String> headlines) {
    JsonObject answer = stage.agent().list(LISTED);
    if (!answer.has("items")) {
      throw new RefusedException(
          "The gate gave no list: " + answer.optionalText("detail").orElse("no reason"));
    }
    return answer.objects("items", one -> one).stream()
        .filter(one ->
            headlines.containsKey(one.text("id")) || !one.instant("created_at").isBefore(since))
        .map(one ->
            described(one).with("headline", Json.of(headlines.getOrDefault(one.text("id"), ""))))
        .toList();
  }

  private static JsonObject described(JsonObject view) {
    JsonObject ruling = view.object("ruling");
    return JsonObject.builder()
        .put("id", view.text("id"))
        .put("version", view.number("version"))
        .put("reads_as", text(view, "reads_as").orElse(null))
        .put("status", view.text("status"))
        .put("outcome", view.text("outcome"))
        .put("reason", text(view, "reason").orElse(null))
        .put("expires_at", text(view, "expires_at").orElse(null))
        .put("frozen", view.get("frozen") instanceof JsonObject)
        .put(
            "execution",
            view.get("execution") instanceof JsonObject execution
                ? text(execution, "status").orElse("")
                : "")
        .put(
            "glass",
            view.get("break_glass") instanceof JsonObject glass
                ? text(glass, "by").orElse(null)
                : null)
        .put("done", view.bool("done"))
        .put("effect", ruling.text("effect"))
        .put(
            "stages",
            JsonArray.of(
                ruling.optionalObjects("stages", stage -> stage),
                stage ->
                    JsonObject.builder()
                        .put("group", stage.text("group"))
                        .put("required", stage.number("required"))
                        .build()))
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

  /// One request with its audit trail.
  JsonObject detail(String id) {
    requireId(id);
    JsonObject view = stage.agent().read(id);
    if (!view.has("status") || !view.has("revision")) {
      throw new RefusedException("The agent has no such request.");
    }
    return JsonObject.builder()
        .put("request", described(view))
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
        .put(
            "target",
            targets.of(
                new ProposalId(id),
                view.number("revision"),
                stage.action().apply(new ProposalId(id))))
        .build();
  }

  /// What `verify` says of it now.
  JsonObject verdict(String id) {
    requireId(id);
    return JsonObject.builder().put("verdict", stage.verdict().apply(id)).build();
  }

  private static void requireId(String id) {
    if (ChatsView.request(id).filter(id::equals).isEmpty()) {
      throw new RefusedException("That is no id of a request.");
    }
  }

  /// What the billing service received for a request that was never revised, whether or not the
  /// gate can still read it.
  List<Received> callsOfTheFirst(String id) {
    return targets.calls(new ProposalId(id), 1);
  }

  /// What the billing service received for this request.
  List<Received> calls(String id) {
    return targets.calls(new ProposalId(id), stage.agent().read(id).number("revision"));
  }
}
