package dev.countersign.trial.page;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonPointer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/// Proposes the examples, as they are or filled in, each time about another charge or customer: the
/// same twice would be one request.
final class Proposals {
  /// Of one trial, so that a page left open fills no disk.
  static final int MOST = 1_000;

  private static final String USUAL_TERMS = "NET30";

  private final ShownTrial stage;
  private final long first;
  private final AtomicLong counter = new AtomicLong();

  /// @param first above all numbers that earlier trials in the same folder used
  Proposals(ShownTrial stage, long first) {
    this.stage = stage;
    this.first = first;
  }

  /// @param given by the name of the field; none for the example as it is
  /// @return what the gate answered
  JsonObject propose(String example, Map<String, String> given) {
    if (counter.incrementAndGet() > MOST) {
      throw new RefusedException("That are " + MOST + " proposals; start the trial anew for more.");
    }
    return stage.agent().propose(CanonicalJson.text(draft(example, given)));
  }

  /// What [#propose] would send.
  JsonObject draft(String example, Map<String, String> given) {
    Example chosen =
        stage.examples().stream()
            .filter(one -> one.id().equals(example))
            .findFirst()
            .orElseThrow(() -> new RefusedException("There is no such example."));
    Instant now = Instant.now();
    String text =
        chosen
            .text()
            .replace(Example.COUNTER, Long.toString(first + counter.get()))
            .replace(Example.ACCOUNT, account());
    JsonObject proposal = object(CanonicalJson.parse(text.getBytes(StandardCharsets.UTF_8)));
    if (!given.isEmpty()) {
      proposal = filled(chosen, proposal, given, now);
    }
    if (chosen.within().isPresent() && !proposal.has("expires_at")) {
      proposal = proposal.with("expires_at", Json.of(now.plus(chosen.within().get()).toString()));
    }
    return fromTheRecord(proposal, given.isEmpty());
  }

  private static JsonObject filled(
      Example chosen, JsonObject example, Map<String, String> given, Instant now) {
    // What the agent says of the example need not be true of other values.
    JsonObject proposal = without(example, "evidence");
    proposal =
        proposal.with(
            "proposed_changes", without(proposal.object("proposed_changes"), "side_effects"));
    for (FormField field : chosen.fields()) {
      Optional<Json> value =
          Optional.ofNullable(given.get(field.name())).flatMap(text -> field.read(text, now));
      if (value.isPresent()) {
        for (String place : field.at()) {
          proposal = object(JsonPointer.replaced(proposal, place, value.get()).orElse(proposal));
        }
      }
    }
    return proposal;
  }

  private String account() {
    List<CrmAccount> accounts = stage.targets().crm().get();
    return accounts.get((int) (counter.get() % accounts.size())).id();
  }

  /// What an agent read in the CRM before it proposed to change it.
  ///
  /// @param asItIs whether it is an example: who has its payment terms already is offered the usual
  ///   ones
  private JsonObject fromTheRecord(JsonObject proposal, boolean asItIs) {
    if (!proposal.object("proposed_changes").text("class").equals("record_change")) {
      return proposal;
    }
    Optional<CrmAccount> account =
        stage.targets().crm().get().stream()
            .filter(one -> one.id().equals(proposal.text("target_id")))
            .findFirst();
    JsonObject change =
        proposal.object("proposed_changes").objects("changes", one -> one).getFirst();
    boolean isTerms = change.text("path").equals("/payment_terms");
    String holds = account.map(isTerms ? CrmAccount::terms : CrmAccount::note).orElse("");
    JsonObject read = replaced(proposal, "/proposed_changes/changes/0/from", holds);
    return asItIs && isTerms && holds.equals(change.text("to"))
        ? replaced(read, "/proposed_changes/changes/0/to", USUAL_TERMS)
        : read;
  }

  private static JsonObject replaced(JsonObject proposal, String place, String text) {
    return object(JsonPointer.replaced(proposal, place, Json.of(text)).orElse(proposal));
  }

  private static JsonObject object(Json json) {
    if (json instanceof JsonObject object) {
      return object;
    }
    throw new IllegalStateException("a proposal is an object");
  }

  private static JsonObject without(JsonObject object, String member) {
    var members = new LinkedHashMap<>(object.members());
    members.remove(member);
    return new JsonObject(members);
  }

  /// The id of a new request of that example.
  ///
  /// @throws RefusedException with the gate's words when it takes none
  String request(String example) {
    JsonObject answer = propose(example, Map.of());
    return answer
        .optionalText("id")
        .orElseThrow(() ->
            new RefusedException(
                "The gate took no proposal: " + answer.optionalText("detail").orElse("")));
  }
}
