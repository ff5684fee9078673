package dev.countersign.policy;

import dev.countersign.json.Digest;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Message;
import dev.countersign.proposal.RiskLevel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// The rule set: facts of a frozen action come in, a ruling with its reasons goes out.
///
/// All rules that match count. Refuse beats ask beats allow; what several asking rules require adds
/// up; a rule that cannot be evaluated counts as one that matches and refuses; where nothing
/// matches, the ruling refuses. Pure and safe for use by many threads: the same input gets the same
/// ruling.
public final class Policy {
  private final Digest version;
  private final List<Fact> facts;
  private final RiskModel risk;
  private final List<Rule> rules;

  /// @param facts each names only facts before it
  Policy(Digest version, List<Fact> facts, RiskModel risk, List<Rule> rules) {
    this.version = version;
    this.facts = List.copyOf(facts);
    this.risk = risk;
    this.rules = List.copyOf(rules);
  }

  /// The digest of the bytes of the file that this policy was read from.
  public Digest version() {
    return version;
  }

  public List<Fact> facts() {
    return facts;
  }

  public RiskModel risk() {
    return risk;
  }

  public List<Rule> rules() {
    return rules;
  }

  /// What the condition of a rule reads, itself or through facts, that only the agent says.
  public Set<String> claims(Rule rule) {
    Set<String> claims = new TreeSet<>(rule.when().claims());
    boolean ofRecord = rule.when().isOfRecord();
    Set<String> names = new HashSet<>(rule.when().facts());
    // Facts name only facts before them.
    for (int i = facts.size() - 1; i >= 0; i--) {
      if (names.contains(facts.get(i).name())) {
        claims.addAll(facts.get(i).when().claims());
        names.addAll(facts.get(i).when().facts());
        ofRecord |= facts.get(i).when().isOfRecord();
      }
    }
    if (ofRecord) {
      claims.remove(Variables.TARGET_ID);
    }
    return claims;
  }

  public Ruling rule(PolicyInput input) {
    var evaluation = new Evaluation(facts, input);
    var findings = new RulingFindings(evaluation);
    var requirements = new Requirements();
    boolean unopened = false;
    for (Rule rule : rules) {
      Verdict verdict = evaluation.test(rule.when());
      switch (verdict) {
        case Verdict.Decided.MATCHED -> {
          requirements.add(rule);
          unopened |= rule.attachmentsOpened() && hasAttachments(input.action());
        }
        case Verdict.Decided.NOT_MATCHED -> {}
        case Verdict.Failed _ -> requirements.addFailed(rule);
      }
      findings.tested(rule, verdict);
    }
    if (requirements.isEmpty()) {
      findings.nothingMatched();
    }
    if (unopened) {
      // There is no place yet where anybody could open them.
      requirements.refuse();
      findings.attachmentsUnseen();
    }
    if (requirements.readFor().filter(requirements::isTooLate).isPresent()) {
      requirements.refuse();
      findings.noTimeToRead();
    }
    RiskAssessment assessment = risk.assess(evaluation, input.context().claimedRisk(), findings);
    Ruling ruling =
        new Ruling(
            requirements.gate(),
            version,
            requirements.rules(),
            requirements.stages(),
            requirements.chatApprove() && assessment.assessed() != RiskLevel.CRITICAL,
            requirements.expiresIn(),
            requirements.remindAt(),
            assessment,
            findings.finished());
    return ruling.readFor(requirements.readFor());
  }

  private static boolean hasAttachments(Action action) {
    return action.changes() instanceof Message message && !message.attachments().isEmpty();
  }
}
