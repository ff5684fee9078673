package dev.countersign.policy;

import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.proposal.RiskLevel;
import java.util.List;
import java.util.Optional;

/// The risk of one proposal: what the agent claimed, what the gate assessed, and the factors that
/// led there. A claim may raise the assessed level, never lower it.
public record RiskAssessment(
    Optional<RiskLevel> claimed, RiskLevel assessed, boolean irreversible, List<String> factors) {
  public RiskAssessment {
    factors = List.copyOf(factors);
  }

  public JsonObject toJson() {
    return JsonObject.builder()
        .put("claimed", claimed.map(WireName::of).orElse(null))
        .put("assessed", WireName.of(assessed))
        .put("irreversible", irreversible)
        .put("factors", JsonArray.ofStrings(factors))
        .build();
  }

  public static RiskAssessment fromJson(JsonObject json) {
    return new RiskAssessment(
        json.optionalText("claimed").map(t -> WireName.require(RiskLevel.class, t)),
        WireName.require(RiskLevel.class, json.text("assessed")),
        json.bool("irreversible"),
        json.texts("factors"));
  }
}
