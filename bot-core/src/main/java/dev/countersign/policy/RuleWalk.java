package dev.countersign.policy;

import dev.countersign.json.Digest;
import dev.countersign.policy.ChargeSearch.Found;
import dev.countersign.proposal.Message;
import dev.countersign.proposal.RiskLevel;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One ruling: every rule is looked at once, in the order of the file.
final class RuleWalk {
  private final PolicyInput input;
  private final Map<String, Lapse> lapses;
  private final Evaluation evaluation;
  private final RulingFindings findings;
  private final Requirements requirements = new Requirements();
  private boolean opened;

  RuleWalk(List<Fact> facts, PolicyInput input, Map<String, Lapse> lapses) {
    this.input = input;
    this.lapses = lapses;
    this.evaluation = new Evaluation(facts, input);
    this.findings = new RulingFindings(evaluation);
  }

  Ruling ruling(List<Rule> rules, RiskModel risk, Tagging tagging, ChatMask mask, Digest version) {
    for (Rule rule : rules) {
      Verdict verdict = evaluation.test(rule.when());
      switch (verdict) {
        case Verdict.Decided.MATCHED -> matched(rule, verdict);
        case Verdict.Decided.NOT_MATCHED -> findings.tested(rule, verdict);
        case Verdict.Failed _ -> {
          requirements.addFailed(rule);
          findings.tested(rule, verdict);
        }
      }
    }
    if (requirements.isEmpty()) {
      findings.nothingMatched();
    }
    if (requirements.hasNoTimeToRead()) {
      requirements.refuse();
      findings.noTimeToRead();
    }
    requirements
        .contradicted()
        .forEach(group -> {
          requirements.refuse();
          findings.noCommonFunction(group);
        });
    RiskAssessment assessment = risk.assess(evaluation, input.context().claimedRisk(), findings);
    // Last: what searching text costs here makes no rule fail.
    List<Tag> tags = tagging.of(evaluation, findings);
    ContentFinding.of(input.derived()).ifPresent(findings::ofTheWhole);
    ContentFinding.masked(input.derived(), mask).ifPresent(findings::ofTheWhole);
    return new Ruling(
        requirements.gate(),
        version,
        requirements.rules(),
        requirements.stages(),
        requirements.chatApprove() && assessment.assessed() != RiskLevel.CRITICAL,
        requirements.timing(),
        assessment,
        findings.finished(),
        Circumstances.UNKNOWN,
        requirements.allowances(),
        requirements.beneficiaries(),
        tags,
        opened && requirements.gate() == Gate.ASK ? attached() : List.of(),
        Optional.empty());
  }

  private void matched(Rule rule, Verdict verdict) {
    if (rule.standing().isEmpty()) {
      if (rule.gate() == Gate.ASK && !knowsBeneficiaries(rule)) {
        return;
      }
      requirements.add(rule);
      findings.tested(rule, verdict);
      opened |= rule.gate() == Gate.ASK && rule.attachmentsOpened();
      return;
    }
    Optional<Lapse> known = Optional.ofNullable(lapses.get(rule.id()));
    if (known.isPresent()) {
      fallBack(rule, known.get());
      return;
    }
    switch (ChargeSearch.in(rule, rule.standing().get(), evaluation, input)) {
      case Found.Uses(var allowance) when requirements.hasRoomFor(allowance) -> {
        requirements.add(rule, allowance);
        findings.tested(rule, verdict);
      }
      case Found.Uses _ -> fallBack(rule, new Lapse.TooManyCounts(Requirements.MOST_CHARGES));
      case Found.NoAmount(var code) -> {
        requirements.addFailed(rule);
        findings.noAmount(rule, code);
      }
    }
  }

  /// Whom the action names, or else a refusal: whoever cannot be made out could decide.
  private boolean knowsBeneficiaries(Rule rule) {
    Optional<String> failed =
        switch (BeneficiarySearch.in(rule, evaluation)) {
          case BeneficiarySearch.Found.Named(var named) ->
              requirements.addBeneficiaries(named)
                  ? Optional.empty()
                  : Optional.of(NamedIds.TOO_MANY);
          case BeneficiarySearch.Found.NotNamed(var code) -> Optional.of(code);
        };
    failed.ifPresent(code -> {
      requirements.addFailed(rule);
      findings.noBeneficiaries(rule, code);
    });
    return failed.isEmpty();
  }

  private void fallBack(Rule rule, Lapse lapse) {
    if (rule.fallback() == Gate.ASK && !knowsBeneficiaries(rule)) {
      return;
    }
    requirements.addFallback(rule);
    findings.lapsed(rule, lapse);
    opened |= rule.fallback() == Gate.ASK && rule.attachmentsOpened();
  }

  /// One digest is one sequence of bytes, by whatever names.
  private List<Digest> attached() {
    return input.action().changes() instanceof Message message
        ? message.attachments().stream().map(Message.Attachment::digest).distinct().toList()
        : List.of();
  }
}
