package dev.countersign.app.http;

import dev.countersign.intake.IntakeEvaluation;
import dev.countersign.json.Json;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonObject;
import dev.countersign.people.Electorate;
import dev.countersign.policy.Gate;
import dev.countersign.policy.Ruling;
import java.util.Collections;

/// What would become of a proposal, as its agent reads it.
///
/// Shape: `{"action_digest","context_digest","risk","ruling","somebody_can_approve","advisory"}`,
/// `somebody_can_approve` null when nobody would be asked in the first place, `advisory` true
/// outside the pilot.
public final class EvaluationView {
  private EvaluationView() {}

  public static JsonObject of(IntakeEvaluation.Ruled ruled) {
    Ruling ruling = ruled.ruling();
    return JsonObject.builder()
        .put("action_digest", ruled.action().value())
        .put("context_digest", ruled.context().value())
        .put("risk", RulingView.risk(ruling.risk()))
        .put(
            "ruling",
            RulingView.of(ruling, Collections.nCopies(ruling.stages().size(), 0), ruled.asked()))
        .put("somebody_can_approve", somebodyCan(ruling))
        .put("advisory", ruling.observed().isPresent())
        .build();
  }

  /// The intake turns a question that nobody can answer into a refusal that says so.
  private static Json somebodyCan(Ruling ruling) {
    if (ruling.gate() == Gate.ASK) {
      return Json.of(true);
    }
    return ruling.findings().stream().anyMatch(f -> f.result().equals(Electorate.NOBODY))
        ? Json.of(false)
        : JsonNull.NULL;
  }
}
