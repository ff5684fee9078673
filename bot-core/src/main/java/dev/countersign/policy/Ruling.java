package dev.countersign.policy;

import dev.countersign.catalogue.Reading;
import dev.countersign.catalogue.Shortened;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The policy's answer for one proposal, with the reasons for it; kept with the request and in the
/// audit.
///
/// @param policy the digest of the policy file's bytes: its version
/// @param rules the ids of the rules that matched, in the file's order
/// @param stages who must approve, in order; empty unless the gate asks
/// @param chatApprove whether a chat click may approve; otherwise the stronger check is needed
/// @param timing how long people have to decide, and what is done in that time
/// @param circumstances what the gate found out itself and the policy did not have to ask
/// @param allowances the use of each standing approval that the ruling rests on; empty unless the
///   gate allows
/// @param beneficiaries whom the action is for, as it names them: they may not decide; empty unless
///   the gate asks
/// @param tags what the policy calls it, at most one of each kind, in the order of the kinds
/// @param openFirst what each person opens before an approval of theirs counts, without repeats;
///   empty unless the gate asks
/// @param observed outside the pilot, what this would have been; then the gate refuses
public record Ruling(
    Gate gate,
    Digest policy,
    List<String> rules,
    List<Stage> stages,
    boolean chatApprove,
    Timing timing,
    RiskAssessment risk,
    List<Finding> findings,
    Circumstances circumstances,
    List<Allowance> allowances,
    List<Beneficiary> beneficiaries,
    List<Tag> tags,
    List<Digest> openFirst,
    Optional<Observed> observed) {
  /// UTF-16 code units of what a deed is about, on a line of a phone.
  public static final int MOST_OBJECT = 40;

  /// Letters, digits, punctuation, symbols and the plain space.
  private static final Pattern SHOWN = Pattern.compile("[\\p{L}\\p{N}\\p{P}\\p{S} ]+");

  /// The result of the finding of a ruling outside the pilot.
  public static final String OUTSIDE = "outside_pilot";

  private static final String OBSERVED = "observed";
  private static final String ALLOWANCES = "allowances";
  private static final String BENEFICIARIES = "beneficiaries";
  private static final String OPEN_FIRST = "open_first";
  private static final String FINDINGS = "findings";
  private static final String FINDINGS_DIGEST = "findings_digest";
  private static final String READING = "reading";

  /// Of members that are frozen with the proposal, and in an entry only by their digests: they are
  /// long, or repeat what is sent. By the names that the digests have there.
  private static final Map<String, String> DIGESTED =
      Map.of(FINDINGS, FINDINGS_DIGEST, READING, "reading_digest");

  public Ruling {
    rules = List.copyOf(rules);
    stages = List.copyOf(stages);
    findings = List.copyOf(findings);
    allowances = List.copyOf(allowances);
    beneficiaries = List.copyOf(beneficiaries);
    tags = List.copyOf(tags);
    openFirst = List.copyOf(openFirst);
    if (gate != Gate.ALLOW && !allowances.isEmpty()) {
      throw new IllegalArgumentException("only a ruling that allows uses a standing approval");
    }
    if (gate != Gate.REFUSE && observed.isPresent()) {
      throw new IllegalArgumentException("outside the pilot nothing is asked or allowed");
    }
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
      Timing timing,
      RiskAssessment risk,
      List<Finding> findings) {
    this(
        gate,
        policy,
        rules,
        stages,
        chatApprove,
        timing,
        risk,
        findings,
        Circumstances.UNKNOWN,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty());
  }

  public Ruling in(Circumstances found) {
    return changed(gate, stages, findings, found, allowances);
  }

  /// This ruling made a refusal for one more reason; nothing is ever loosened this way.
  public Ruling refusedBecause(Finding finding) {
    return changed(Gate.REFUSE, List.of(), and(finding), circumstances, List.of());
  }

  /// This ruling outside the pilot: refused, with what it would have been.
  Ruling onlyObserved() {
    Ruling refused =
        refusedBecause(
            Finding.of(
                "pilot",
                OUTSIDE,
                "This is outside the pilot: the gate only observes it. Nobody is asked, and nothing"
                    + " is executed here."));
    return refused.changed(
        refused.gate,
        refused.stages,
        refused.findings,
        circumstances,
        refused.allowances,
        Optional.of(new Observed(gate, stages)));
  }

  /// The same ruling with one more reason.
  public Ruling noting(Finding finding) {
    return changed(gate, stages, and(finding), circumstances, allowances);
  }

  private List<Finding> and(Finding finding) {
    return Stream.concat(findings.stream(), Stream.of(finding)).toList();
  }

  private Ruling changed(
      Gate gate,
      List<Stage> stages,
      List<Finding> findings,
      Circumstances circumstances,
      List<Allowance> allowances) {
    return changed(gate, stages, findings, circumstances, allowances, observed);
  }

  private Ruling changed(
      Gate gate,
      List<Stage> stages,
      List<Finding> findings,
      Circumstances circumstances,
      List<Allowance> allowances,
      Optional<Observed> observed) {
    return new Ruling(
        gate,
        policy,
        rules,
        stages,
        chatApprove,
        timing,
        risk,
        findings,
        circumstances,
        allowances,
        gate == Gate.ASK ? beneficiaries : List.of(),
        tags,
        gate == Gate.ASK ? openFirst : List.of(),
        observed);
  }

  /// Whether the ledger has to count before this ruling holds.
  public boolean isToBeCounted() {
    return allowances.stream().anyMatch(allowance -> !allowance.charges().isEmpty());
  }

  /// With what its limits have counted, and sentences that tell of it.
  public Ruling counted(Counts counts) {
    List<Allowance> counted = counts.countedIn(allowances);
    return changed(gate, stages, UseFindings.after(findings, counted), circumstances, counted);
  }

  /// The same answer where it has no effect: it tells what its limits would count, and uses
  /// nothing.
  public Ruling usingNothing(Counts counts) {
    return changed(
        gate,
        stages,
        UseFindings.after(findings, counts.countedIn(allowances)),
        circumstances,
        List.of());
  }

  /// The rules that allowed this by a standing approval which `kept`, the ruling under which the
  /// request was opened, did not count it for: they do not allow it now.
  public Map<String, Lapse> notCountedIn(Ruling kept) {
    Map<String, Lapse> lapses = new LinkedHashMap<>();
    for (Allowance due : allowances) {
      if (kept.allowances.stream().noneMatch(counted -> counted.covers(due))
          && !due.charges().isEmpty()) {
        lapses.put(due.rule(), new Lapse.NotCounted());
      }
    }
    return lapses;
  }

  /// What the action reads as, where a catalogue tells it.
  public Optional<String> deed() {
    return circumstances.reading().map(reading -> chatMask().over(reading.deed()));
  }

  /// What the deed is about, as its bytes name it, on a line of a list. Empty where no catalogue
  /// names it, and where something in it would not show: lists do not draw escapes.
  public Optional<String> object() {
    return circumstances
        .reading()
        .flatMap(Reading::object)
        .map(object -> Shortened.to(MOST_OBJECT, chatMask().over(object)))
        .filter(object -> SHOWN.matcher(object).matches());
  }

  public Duration expiresIn() {
    return timing.expiresIn();
  }

  /// What a ruling, or its entry, tells of what it would have been inside the pilot.
  public static Optional<Observed> observed(JsonObject ruling) {
    return ruling.optionalObject(OBSERVED).map(Observed::fromJson);
  }

  /// How long a card has stood at its place before an approval there counts.
  public Optional<Duration> readFor() {
    return timing.readFor();
  }

  /// The time to read of a ruling, or of its entry.
  public static Optional<Duration> readFor(JsonObject ruling) {
    return Timing.of(ruling).readFor();
  }

  /// Whom the action is for, of a ruling or of its entry.
  public static List<Beneficiary> beneficiaries(JsonObject ruling) {
    return ruling.optionalObjects(BENEFICIARIES, Beneficiary::fromJson);
  }

  /// What each person opens before an approval of theirs counts, of a ruling or of its entry.
  public static List<Digest> openFirst(JsonObject ruling) {
    return ruling.has(OPEN_FIRST)
        ? ruling.texts(OPEN_FIRST).stream().map(Digest::new).toList()
        : List.of();
  }

  /// One sentence about secrets and personal data in what would be sent, if it looks like there are
  /// any; rulings of earlier releases have none.
  public Optional<String> sensitiveContent() {
    return findings.stream().filter(ContentFinding::is).map(Finding::because).findFirst();
  }

  /// What is hidden of this action in chats; rulings of earlier releases hide nothing.
  public ChatMask chatMask() {
    return findings.stream()
        .flatMap(finding -> ContentFinding.mask(finding).stream())
        .findFirst()
        .orElse(ChatMask.NONE);
  }

  public JsonObject toJson() {
    JsonObject.Builder json =
        JsonObject.builder()
            .put("gate", WireName.of(gate))
            .put("policy", policy.value())
            .put("rules", JsonArray.ofStrings(rules))
            .put("stages", JsonArray.of(stages, Stage::toJson))
            .put("chat_approve", chatApprove);
    timing.into(json);
    json.put("risk", risk.toJson())
        .put(FINDINGS, JsonArray.of(findings, Finding::toJson))
        .put("circumstances", circumstances.toJson());
    circumstances.reading().ifPresent(reading -> json.put(READING, reading.toJson()));
    // Only where there are any: rulings without keep the bytes that they have always had.
    if (!allowances.isEmpty()) {
      json.put(ALLOWANCES, JsonArray.of(allowances, Allowance::toJson));
    }
    if (!beneficiaries.isEmpty()) {
      json.put(BENEFICIARIES, JsonArray.of(beneficiaries, Beneficiary::toJson));
    }
    Tag.into(json, tags);
    if (!openFirst.isEmpty()) {
      json.put(OPEN_FIRST, JsonArray.ofStrings(openFirst.stream().map(Digest::value).toList()));
    }
    observed.ifPresent(inside -> json.put(OBSERVED, inside.toJson()));
    return json.build();
  }

  /// What the chain tells of this ruling.
  public JsonObject toEntry() {
    return toEntry(toJson());
  }

  /// What the chain tells of a ruling: its findings, by far the longest part, and what the action
  /// reads as are frozen with the proposal, and the entry holds their digests.
  ///
  /// @param ruling as [#toJson] writes it
  public static JsonObject toEntry(JsonObject ruling) {
    JsonObject.Builder entry = JsonObject.builder();
    ruling
        .members()
        .forEach((name, value) -> {
          String digested = DIGESTED.get(name);
          if (digested == null) {
            entry.put(name, value);
          } else {
            entry.put(digested, Digest.of(CanonicalJson.bytes(value)).value());
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
        Timing.of(json),
        RiskAssessment.fromJson(json.object("risk")),
        json.objects(FINDINGS, Finding::fromJson),
        json.optionalObject("circumstances")
            .map(found ->
                Circumstances.fromJson(found, json.optionalObject(READING).map(Reading::fromJson)))
            .orElse(Circumstances.UNKNOWN),
        json.optionalObjects(ALLOWANCES, Allowance::fromJson),
        beneficiaries(json),
        Tag.of(json),
        openFirst(json),
        observed(json));
  }
}
