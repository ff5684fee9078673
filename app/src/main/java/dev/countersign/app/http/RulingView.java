package dev.countersign.app.http;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.policy.Finding;
import dev.countersign.policy.RiskAssessment;
import dev.countersign.policy.Ruling;
import dev.countersign.policy.Stage;
import java.util.ArrayList;
import java.util.List;

/// A ruling and its risk as agents read them.
final class RulingView {
  private RulingView() {}

  /// @param approved approvals so far per stage, in the order of the ruling's stages
  static JsonObject of(Ruling ruling, List<Integer> approved) {
    List<Json> stages = new ArrayList<>();
    for (int i = 0; i < ruling.stages().size(); i++) {
      Stage stage = ruling.stages().get(i);
      stages.add(
          JsonObject.builder()
              .put("group", stage.group().value())
              .put("required", stage.required())
              .put("approved", approved.get(i))
              .build());
    }
    return JsonObject.builder()
        .put("effect", WireName.of(ruling.gate()))
        .put("policy", ruling.policy().value())
        .put("rules", JsonArray.ofStrings(ruling.rules()))
        .put("stages", new JsonArray(stages))
        .put("findings", JsonArray.of(ruling.findings(), RulingView::finding))
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
