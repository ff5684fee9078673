package dev.countersign.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Collects why a ruling came out as it did, in the gate's own words and the names of the policy
/// file; nothing that an agent supplied. Bounded: what does not fit is counted.
final class RulingFindings {
  static final int MOST_NODES = 200;
  static final int MOST_NOT_MATCHED = 20;
  static final int MOST_PARTS = 20;

  /// Kept free for the sentences that count what was left out, and for those about the whole
  /// ruling.
  private static final int RESERVED = 7;

  private final Evaluation evaluation;
  private final List<Finding> findings = new ArrayList<>();
  private int nodes = RESERVED;
  private int notMatched;
  private int leftOut;

  RulingFindings(Evaluation evaluation) {
    this.evaluation = evaluation;
  }

  void tested(Rule rule, Verdict verdict) {
    switch (verdict) {
      case Verdict.Decided.MATCHED ->
          add(
              new Finding(
                  rule.id(),
                  "matched",
                  consequence(rule),
                  rule.gate() == Gate.ASK ? parts(rule) : facts(rule.when())));
      case Verdict.Decided.NOT_MATCHED -> {
        if (++notMatched <= MOST_NOT_MATCHED) {
          add(
              new Finding(
                  rule.id(),
                  "not_matched",
                  "The condition of this rule does not hold.",
                  facts(rule.when())));
        }
      }
      case Verdict.Failed failed ->
          add(
              new Finding(
                  rule.id(),
                  "error",
                  "The condition of this rule could not be evaluated (%s), which counts as a refusal."
                      .formatted(failed.code()),
                  facts(rule.when())));
    }
  }

  void noAmount(Rule rule, String code) {
    add(
        new Finding(
            rule.id(),
            "error",
            "The amount that a limit of this rule counts could not be evaluated (%s), which counts"
                    .formatted(code)
                + " as a refusal.",
            facts(rule.when())));
  }

  void noBeneficiaries(Rule rule, String code) {
    add(
        new Finding(
            rule.id(),
            "error",
            "Whom the action is for could not be made out (%s), which counts as a refusal."
                .formatted(code),
            facts(rule.when())));
  }

  void lapsed(Rule rule, Lapse lapse) {
    add(
        new Finding(
            rule.id(), lapse.result(), lapse.because(rule.id(), rule.fallback()), parts(rule)));
  }

  void raised(RiskFactor factor, Verdict verdict) {
    boolean failed = verdict instanceof Verdict.Failed;
    add(
        Finding.of(
            factor.id(),
            failed ? "error" : "raised",
            failed
                ? "This risk factor could not be evaluated, which counts as critical."
                : effect(factor)));
  }

  void tagFailed(TagName tag, String code) {
    add(
        Finding.of(
            tag.toString(),
            "error",
            "The condition of this tag could not be evaluated (%s), so it is not given."
                .formatted(code)));
  }

  void claimRaised() {
    findings.add(
        Finding.of(
            "claimed_risk", "raised", "The agent claims a higher risk than the gate assessed."));
  }

  /// One of the few that every ruling has at most once.
  void ofTheWhole(Finding finding) {
    findings.add(finding);
  }

  void nothingMatched() {
    findings.add(
        Finding.of(
            "policy", "no_rule_matched", "No rule matches, and what no rule allows is refused."));
  }

  void noTimeToRead() {
    findings.add(
        Finding.of(
            "read_for",
            "nobody_can_decide",
            "The longest read_for of the rules that match is not shorter than their shortest"
                + " sla.expires, so no approval could count in time."));
  }

  void noCommonFunction(String group) {
    add(
        Finding.of(
            group,
            "nobody_can_decide",
            "The rules that match ask this group for functions, and no function is in the list of"
                + " each of them. Let them have one in common, or ask another group."));
  }

  List<Finding> finished() {
    List<Finding> all = new ArrayList<>(findings);
    if (notMatched > MOST_NOT_MATCHED) {
      all.add(
          Finding.of(
              "policy",
              "not_matched",
              (notMatched - MOST_NOT_MATCHED) + " more rules do not match."));
    }
    if (leftOut > 0) {
      all.add(Finding.of("policy", "left_out", leftOut + " more findings are not listed."));
    }
    return List.copyOf(all);
  }

  private void add(Finding finding) {
    int size = 1 + finding.parts().size();
    if (nodes + size <= MOST_NODES) {
      nodes += size;
      findings.add(finding);
    } else {
      leftOut++;
    }
  }

  private List<Finding> parts(Rule rule) {
    Stream<Finding> stages = rule.stages().stream().map(RulingFindings::required);
    return Stream.of(
            facts(rule.when()).stream(), stages, beneficiaries(rule), reading(rule), opening(rule))
        .flatMap(part -> part)
        .limit(MOST_PARTS)
        .toList();
  }

  private static Stream<Finding> beneficiaries(Rule rule) {
    return rule.beneficiaries().isEmpty()
        ? Stream.empty()
        : Stream.of(
            Finding.of(
                "beneficiaries",
                "required",
                "Whoever the action is for may not decide; it says so in %s of its members."
                    .formatted(rule.beneficiaries().size() == 1 ? "one" : "some")));
  }

  private static Stream<Finding> reading(Rule rule) {
    return rule.readFor().stream()
        .map(time ->
            Finding.of(
                "read_for",
                "required",
                "An approval counts once the card has been shown for "
                    + Durations.text(time)
                    + "."));
  }

  private static Stream<Finding> opening(Rule rule) {
    return rule.attachmentsOpened()
        ? Stream.of(
            Finding.of(
                "attachments",
                "required",
                "An approval counts once its person has opened each attachment."))
        : Stream.empty();
  }

  private List<Finding> facts(Condition condition) {
    return condition.facts().stream()
        .sorted()
        .limit(MOST_PARTS)
        .map(name -> fact(name, evaluation.fact(name)))
        .toList();
  }

  private static Finding fact(String name, Verdict verdict) {
    return switch (verdict) {
      case Verdict.Decided.MATCHED -> Finding.of(name, "matched", "This fact holds.");
      case Verdict.Decided.NOT_MATCHED ->
          Finding.of(name, "not_matched", "This fact does not hold.");
      case Verdict.Failed failed ->
          Finding.of(name, "error", "This fact could not be evaluated (" + failed.code() + ").");
    };
  }

  private static Finding required(Stage stage) {
    String because =
        (stage.required() == 1 ? "One person" : stage.required() + " persons")
            + " of this group must approve"
            + (stage.distinctFunction() ? ", each from a function of its own" : "")
            + (stage.functions().isEmpty()
                ? ""
                : ", with the function " + String.join(" or ", stage.functions()))
            + (stage.together() ? ", asked at once with the group before it" : "")
            + stage
                .voteWindow()
                .map(window -> ", within " + Durations.text(window) + " of the first approval")
                .orElse("")
            + stage
                .escalation()
                .map(other ->
                    "; after "
                        + Durations.text(other.after())
                        + " members of "
                        + other.to()
                        + " may, too")
                .orElse("")
            + (stage.mayAsk().isEmpty()
                ? ""
                : "; who may decide may ask "
                    + stage.mayAsk().stream()
                        .map(GroupName::value)
                        .collect(Collectors.joining(" or "))
                    + ", too")
            + ".";
    return Finding.of(stage.group().value(), "required", because);
  }

  private static String consequence(Rule rule) {
    return switch (rule.gate()) {
      case ALLOW ->
          rule.standing().isEmpty()
              ? "This rule matches and allows."
              : "This rule matches and allows in advance"
                  + rule.standing()
                      .get()
                      .until()
                      .map(end -> ", until " + end + ".")
                      .orElse(", within its limits.");
      case ASK ->
          rule.chatApprove()
              ? "This rule matches and asks people."
              : "This rule matches and asks people, with the stronger check.";
      case REFUSE -> "This rule matches and refuses.";
    };
  }

  private static String effect(RiskFactor factor) {
    List<String> effects = new ArrayList<>();
    if (factor.impact() > RiskFactor.LEAST) {
      effects.add("impact is at least " + factor.impact());
    }
    if (factor.likelihood() > RiskFactor.LEAST) {
      effects.add("likelihood is at least " + factor.likelihood());
    }
    if (factor.irreversible()) {
      effects.add("it cannot be undone");
    }
    if (effects.isEmpty()) {
      return "This risk factor applies and raises nothing by itself.";
    }
    String text = String.join(", ", effects);
    return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
  }
}
