package dev.countersign.policy;

import dev.countersign.json.Digest;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// The policy's answer for one proposal, with the reasons for it; kept with the request and in the
/// audit.
///
/// @param policy the digest of the policy file's bytes: its version
/// @param rules the ids of the rules that matched, in the file's order
/// @param stages who must approve, in order; empty unless the gate asks
/// @param chatApprove whether a chat click may approve; otherwise the stronger check is needed
/// @param expiresIn how long people have to decide
/// @param circumstances what the gate found out itself and the policy did not have to ask
public record Ruling(
    Gate gate,
    Digest policy,
    List<String> rules,
    List<Stage> stages,
    boolean chatApprove,
    Duration expiresIn,
    RiskAssessment risk,
    List<Finding> findings,
    Circumstances circumstances) {

  public Ruling {
    rules = List.copyOf(rules);
    stages = List.copyOf(stages);
    findings = List.copyOf(findings);
    if ((gate == Gate.ASK) == stages.isEmpty()) {
      throw new IllegalArgumentException("stages belong to a ruling that asks, and only there");
    }
  }

  /// What a policy says by itself.
  public Ruling(
      Gate gate,
      Digest policy,
      List<String> rules,
      List<Stage> stages,
      boolean chatApprove,
      Duration expiresIn,
      RiskAssessment risk,
      List<Finding> findings) {
    this(
        gate, policy, rules, stages, chatApprove, expiresIn, risk, findings, Circumstances.UNKNOWN);
  }

  public Ruling in(Circumstances found) {
    return new Ruling(gate, policy, rules, stages, chatApprove, expiresIn, risk, findings, found);
  }

  /// This ruling made a refusal for one more reason; nothing is ever loosened this way.
  public Ruling refusedBecause(Finding finding) {
    return new Ruling(
        Gate.REFUSE,
        policy,
        rules,
        List.of(),
        chatApprove,
        expiresIn,
        risk,
        Stream.concat(findings.stream(), Stream.of(finding)).toList(),
        circumstances);
  }

  public JsonObject toJson() {
    return JsonObject.builder()
        .put("gate", WireName.of(gate))
        .put("policy", policy.value())
        .put("rules", JsonArray.ofStrings(rules))
        .put("stages", JsonArray.of(stages, Stage::toJson))
        .put("chat_approve", chatApprove)
        .put("expires_in_seconds", expiresIn.toSeconds())
        .put("risk", risk.toJson())
        .put("findings", JsonArray.of(findings, Finding::toJson))
        .put("circumstances", circumstances.toJson())
        .build();
  }

  public static Ruling fromJson(JsonObject json) {
    return new Ruling(
        WireName.require(Gate.class, json.text("gate")),
        new Digest(json.text("policy")),
        json.texts("rules"),
        json.objects("stages", Stage::fromJson),
        json.bool("chat_approve"),
        Duration.ofSeconds(json.number("expires_in_seconds")),
        RiskAssessment.fromJson(json.object("risk")),
        json.objects("findings", Finding::fromJson),
        json.optionalObject("circumstances")
            .map(Circumstances::fromJson)
            .orElse(Circumstances.UNKNOWN));
  }
}
