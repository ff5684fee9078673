package dev.countersign.app.http;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.people.AskedNow;
import dev.countersign.policy.Finding;
import dev.countersign.policy.Observed;
import dev.countersign.policy.RiskAssessment;
import dev.countersign.policy.Ruling;
import dev.countersign.policy.Stage;
import dev.countersign.policy.Tag;
import dev.countersign.proposal.PersonId;
import java.util.ArrayList;
import java.util.List;

/// A ruling and its risk as agents read them.
final class RulingView {
  private RulingView() {}

  /// @param approved approvals so far per stage, in the order of the ruling's stages
  /// @param asked people per stage, in the same order; none where nobody is asked any more, or the
  ///   document does not tell
  static JsonObject of(Ruling ruling, List<Integer> approved, List<AskedNow> asked) {
    List<Json> stages = new ArrayList<>();
    for (int i = 0; i < ruling.stages().size(); i++) {
      Stage stage = ruling.stages().get(i);
      JsonObject.Builder json =
          JsonObject.builder()
              .put("group", stage.group().value())
              .put("required", stage.required())
              .put("approved", approved.get(i))
              .put("asked", asked.isEmpty() ? JsonNull.NULL : persons(asked.get(i)))
              .put(
                  "on_call",
                  asked.isEmpty()
                      ? JsonNull.NULL
                      : Nulls.text(asked.get(i).onCall().map(PersonId::value)));
      if (stage.together()) {
        json.put("together", true);
      }
      if (!stage.functions().isEmpty()) {
        json.put("functions", JsonArray.ofStrings(List.copyOf(stage.functions())));
      }
      stages.add(json.build());
    }
    return JsonObject.builder()
        .put("effect", WireName.of(ruling.gate()))
        .put("observed", ruling.observed().<Json>map(RulingView::observed).orElse(JsonNull.NULL))
        .put("policy", ruling.policy().value())
        .put("rules", JsonArray.ofStrings(ruling.rules()))
        .put("tags", JsonArray.of(ruling.tags(), RulingView::tag))
        .put("stages", new JsonArray(stages))
        .put("findings", JsonArray.of(ruling.findings(), RulingView::finding))
        .build();
  }

  /// What it would have been inside the pilot.
  private static JsonObject observed(Observed inside) {
    return JsonObject.builder()
        .put("effect", WireName.of(inside.gate()))
        .put(
            "stages",
            JsonArray.of(
                inside.stages(),
                stage ->
                    JsonObject.builder()
                        .put("group", stage.group().value())
                        .put("required", stage.required())
                        .build()))
        .build();
  }

  private static Json persons(AskedNow people) {
    return JsonArray.ofStrings(people.asked().stream().map(PersonId::value).toList());
  }

  private static JsonObject tag(Tag tag) {
    return JsonObject.builder()
        .put("tag", tag.name().toString())
        .put("claimed", tag.claimed())
        .build();
  }

  private static JsonObject finding(Finding finding) {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("rule", finding.subject())
            .put("result", finding.result())
            .put("because", finding.because());
    return finding.parts().isEmpty()
        ? json.build()
        : json.put("parts", JsonArray.of(finding.parts(), RulingView::finding)).build();
  }

  static JsonObject risk(RiskAssessment risk) {
    return JsonObject.builder()
        .put("claimed", Nulls.text(risk.claimed().map(WireName::of)))
        .put("assessed", WireName.of(risk.assessed()))
        .put("factors", JsonArray.ofStrings(risk.factors()))
        .build();
  }
}
