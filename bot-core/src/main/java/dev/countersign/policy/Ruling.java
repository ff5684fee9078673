package dev.countersign.policy;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The policy's answer for one proposal, with the reasons for it; kept with the request and in the
/// audit.
///
/// @param policy the digest of the policy file's bytes: its version
/// @param rules the ids of the rules that matched, in the file's order
/// @param stages who must approve, in order; empty unless the gate asks
/// @param chatApprove whether a chat click may approve; otherwise the stronger check is needed
/// @param expiresIn how long people have to decide
/// @param remindAt when those are reminded who have not decided: percents of that time, ascending,
///   at most [#MOST_REMINDERS]
/// @param readFor how long a card has stood at its place before an approval there counts; empty
///   where it counts at once
/// @param circumstances what the gate found out itself and the policy did not have to ask
public record Ruling(
    Gate gate,
    Digest policy,
    List<String> rules,
    List<Stage> stages,
    boolean chatApprove,
    Duration expiresIn,
    List<Integer> remindAt,
    RiskAssessment risk,
    List<Finding> findings,
    Optional<Duration> readFor,
    Circumstances circumstances) {
  /// More would be noise.
  public static final int MOST_REMINDERS = 10;

  private static final String REMIND_AT = "remind_at_percent";
  private static final String READ_FOR = "read_for_seconds";
  private static final String FINDINGS = "findings";
  private static final String FINDINGS_DIGEST = "findings_digest";

  public Ruling {
    rules = List.copyOf(rules);
    stages = List.copyOf(stages);
    remindAt = List.copyOf(remindAt);
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
      List<Integer> remindAt,
      RiskAssessment risk,
      List<Finding> findings) {
    this(
        gate,
        policy,
        rules,
        stages,
        chatApprove,
        expiresIn,
        remindAt,
        risk,
        findings,
        Optional.empty(),
        Circumstances.UNKNOWN);
  }

  public Ruling in(Circumstances found) {
    return new Ruling(
        gate,
        policy,
        rules,
        stages,
        chatApprove,
        expiresIn,
        remindAt,
        risk,
        findings,
        readFor,
        found);
  }

  Ruling readFor(Optional<Duration> time) {
    return new Ruling(
        gate,
        policy,
        rules,
        stages,
        chatApprove,
        expiresIn,
        remindAt,
        risk,
        findings,
        time,
        circumstances);
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
        List.of(),
        risk,
        Stream.concat(findings.stream(), Stream.of(finding)).toList(),
        Optional.empty(),
        circumstances);
  }

  public JsonObject toJson() {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("gate", WireName.of(gate))
            .put("policy", policy.value())
            .put("rules", JsonArray.ofStrings(rules))
            .put("stages", JsonArray.of(stages, Stage::toJson))
            .put("chat_approve", chatApprove)
            .put("expires_in_seconds", expiresIn.toSeconds());
    if (!remindAt.isEmpty()) {
      json.put(REMIND_AT, JsonArray.of(remindAt, percent -> Json.of(percent)));
    }
    readFor.ifPresent(time -> json.put(READ_FOR, time.toSeconds()));
    return json.put("risk", risk.toJson())
        .put(FINDINGS, JsonArray.of(findings, Finding::toJson))
        .put("circumstances", circumstances.toJson())
        .build();
  }

  /// What the chain tells of this ruling.
  public JsonObject toEntry() {
    return toEntry(toJson());
  }

  /// What the chain tells of a ruling: its findings, by far the longest part, are frozen with the
  /// proposal, and the entry holds their digest.
  ///
  /// @param ruling as [#toJson] writes it
  public static JsonObject toEntry(JsonObject ruling) {
    JsonObject.Builder entry = JsonObject.builder();
    ruling
        .members()
        .forEach((name, value) -> {
          if (name.equals(FINDINGS)) {
            entry.put(FINDINGS_DIGEST, Digest.of(CanonicalJson.bytes(value)).value());
          } else {
            entry.put(name, value);
          }
        });
    return entry.build();
  }

  /// The same document in the form of an entry: early ones repeat the findings.
  ///
  /// @param ruling as [#toJson] writes it
  /// @param entry what the chain holds of the ruling
  public static JsonObject inTheFormOf(JsonObject entry, JsonObject ruling) {
    return entry.has(FINDINGS_DIGEST) ? toEntry(ruling) : ruling;
  }

  public static Ruling fromJson(JsonObject json) {
    return new Ruling(
        WireName.require(Gate.class, json.text("gate")),
        new Digest(json.text("policy")),
        json.texts("rules"),
        json.objects("stages", Stage::fromJson),
        json.bool("chat_approve"),
        Duration.ofSeconds(json.number("expires_in_seconds")),
        remindAt(json),
        RiskAssessment.fromJson(json.object("risk")),
        json.objects(FINDINGS, Finding::fromJson),
        readFor(json),
        json.optionalObject("circumstances")
            .map(Circumstances::fromJson)
            .orElse(Circumstances.UNKNOWN));
  }

  /// The time to read of a ruling, or of its entry.
  public static Optional<Duration> readFor(JsonObject ruling) {
    return ruling.has(READ_FOR)
        ? Optional.of(Duration.ofSeconds(ruling.number(READ_FOR)))
        : Optional.empty();
  }

  /// The reminders of a ruling, or of its entry.
  public static List<Integer> remindAt(JsonObject ruling) {
    return ruling.has(REMIND_AT)
        ? ruling.items(REMIND_AT).stream()
            .map(item -> Math.toIntExact(((JsonNumber) item).longValue()))
            .toList()
        : List.of();
  }
}
