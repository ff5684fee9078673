package dev.countersign.policy;

import dev.countersign.json.JsonPointer;
import dev.countersign.policy.Formula.Comparison;
import dev.countersign.proposal.AgentId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// What is wrong with a policy that can be read: conditions that can never hold, and rules that
/// change nothing. Tells only what is surely so, whatever is proposed.
public final class PolicyReview {
  private static final String AGENT = "agent.id";

  private final Policy policy;
  private final FormulaCheck check;
  private final List<PolicyProblem> errors = new ArrayList<>();
  private final List<PolicyProblem> warnings = new ArrayList<>();

  private PolicyReview(Policy policy) {
    this.policy = policy;
    this.check = new FormulaCheck(policy.facts());
  }

  public static PolicyReview of(Policy policy) {
    PolicyReview review = new PolicyReview(policy);
    review.facts();
    review.factors();
    review.tags();
    review.rules();
    return review;
  }

  /// A value that a condition compares with something that another file knows.
  ///
  /// @param pointer where the condition stands
  public record Named(String pointer, String value) {}

  /// Codes: `never_matches`, `unknown_value`.
  public List<PolicyProblem> errors() {
    return List.copyOf(errors);
  }

  /// Codes: `shadowed`, `claimed_beneficiary`.
  public List<PolicyProblem> warnings() {
    return List.copyOf(warnings);
  }

  /// The agents that conditions and the pilot name.
  public List<Named> agents() {
    List<Named> named = new ArrayList<>();
    policy
        .facts()
        .forEach(fact -> agents(JsonPointer.below("/facts", fact.name()), fact.when(), named));
    for (int i = 0; i < policy.risk().factors().size(); i++) {
      agents("/risk/" + i + "/when", policy.risk().factors().get(i).when(), named);
    }
    for (int i = 0; i < policy.tags().size(); i++) {
      agents("/tags/" + i + "/when", policy.tags().get(i).when(), named);
    }
    for (int i = 0; i < policy.rules().size(); i++) {
      agents(pointer(i), policy.rules().get(i).when(), named);
    }
    policy.pilot().stream()
        .flatMap(pilot -> pilot.agents().stream())
        .map(AgentId::value)
        .sorted()
        .forEach(agent -> named.add(new Named("/pilot/agents", agent)));
    return named;
  }

  private static void agents(String pointer, Condition when, List<Named> named) {
    when.formula()
        .comparisons()
        .filter(comparison -> comparison.member().equals(AGENT))
        .flatMap(comparison -> comparison.values().stream())
        .filter(String.class::isInstance)
        .distinct()
        .forEach(value -> named.add(new Named(pointer, (String) value)));
  }

  private void facts() {
    for (Fact fact : policy.facts()) {
      unknownValues(JsonPointer.below("/facts", fact.name()), fact.when());
    }
  }

  private void factors() {
    for (int i = 0; i < policy.risk().factors().size(); i++) {
      condition("/risk/" + i + "/when", policy.risk().factors().get(i).when(), Kind.FACTOR);
    }
  }

  private void tags() {
    for (int i = 0; i < policy.tags().size(); i++) {
      condition("/tags/" + i + "/when", policy.tags().get(i).when(), Kind.TAG);
    }
  }

  private void rules() {
    for (int i = 0; i < policy.rules().size(); i++) {
      if (condition(pointer(i), policy.rules().get(i).when(), Kind.RULE)) {
        shadow(i).ifPresent(warnings::add);
      }
      beneficiaries(i);
    }
  }

  private void beneficiaries(int index) {
    Rule rule = policy.rules().get(index);
    for (int i = 0; i < rule.beneficiaries().size(); i++) {
      Set<String> claims = policy.claims(rule.beneficiaries().get(i), rule);
      if (!claims.isEmpty()) {
        warnings.add(
            new PolicyProblem(
                "/rules/%d/beneficiaries/%d/who".formatted(index, i),
                "claimed_beneficiary",
                "Only the agent says whom this names, and it may name somebody else: %s. Use what"
                        .formatted(String.join(", ", claims))
                    + " the action does."));
      }
    }
  }

  /// What has a condition, as the author is told of it.
  private enum Kind {
    FACTOR("This factor never applies", "the risk counts as critical"),
    TAG("This tag is never given", "it is not given either"),
    RULE("This rule never matches", "it refuses");

    private final String never;
    private final String broken;

    Kind(String never, String broken) {
      this.never = never;
      this.broken = broken;
    }
  }

  /// Whether it can hold.
  private boolean condition(String pointer, Condition when, Kind of) {
    if (!check.neverHolds(when.formula())) {
      unknownValues(pointer, when);
      return true;
    }
    List<String> detail = new ArrayList<>();
    detail.add(of.never + ": its condition is true for no action.");
    detail.addAll(impossible(when));
    if (check.mayBreak(when.formula())) {
      detail.add("Where it cannot be evaluated, " + of.broken + ".");
    }
    errors.add(new PolicyProblem(pointer, "never_matches", String.join(" ", detail)));
    return false;
  }

  private void unknownValues(String pointer, Condition when) {
    impossible(when)
        .forEach(detail -> errors.add(new PolicyProblem(pointer, "unknown_value", detail)));
  }

  /// A sentence for each member that is compared with what it can never be.
  private static List<String> impossible(Condition when) {
    return when.formula()
        .comparisons()
        .filter(comparison -> MemberValues.closed(comparison.member()).isPresent())
        .flatMap(comparison -> impossible(comparison).stream())
        .distinct()
        .toList();
  }

  private static Optional<String> impossible(Comparison comparison) {
    Set<String> possible = MemberValues.closed(comparison.member()).orElseThrow();
    Set<String> never =
        comparison.values().stream()
            .filter(value -> !possible.contains(value))
            .map(PolicyReview::quoted)
            .collect(Collectors.toCollection(TreeSet::new));
    return never.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s is never %s; it is one of: %s."
                .formatted(
                    comparison.member(),
                    String.join(" or ", never),
                    possible.stream()
                        .sorted()
                        .map(PolicyReview::quoted)
                        .collect(Collectors.joining(", "))));
  }

  private static String quoted(Object value) {
    return value instanceof String text ? '"' + text + '"' : value.toString();
  }

  /// A stricter rule that matches wherever this one does, or another with the same outcome before
  /// it. What rules ask adds up, so a rule that asks is shadowed by one that refuses alone.
  private Optional<PolicyProblem> shadow(int index) {
    Rule rule = policy.rules().get(index);
    for (int i = 0; i < policy.rules().size(); i++) {
      Rule other = policy.rules().get(i);
      boolean stricter = other.gate().compareTo(rule.gate()) > 0;
      boolean repeated = i < index && other.gate() == rule.gate() && rule.gate() != Gate.ASK;
      if ((stricter || repeated) && check.implies(rule.when().formula(), other.when().formula())) {
        return Optional.of(
            new PolicyProblem(
                pointer(index),
                "shadowed",
                "This rule has no effect: rule %s matches wherever it does, and %s."
                    .formatted(other.id(), verb(other.gate()))));
      }
    }
    return Optional.empty();
  }

  private static String verb(Gate gate) {
    return switch (gate) {
      case ALLOW -> "allows too";
      case ASK -> "asks";
      case REFUSE -> "refuses";
    };
  }

  private static String pointer(int rule) {
    return "/rules/" + rule + "/when";
  }
}
