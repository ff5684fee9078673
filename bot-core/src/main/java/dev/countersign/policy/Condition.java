package dev.countersign.policy;

import dev.countersign.policy.CompiledExpression.Outcome;
import java.util.Map;
import java.util.Set;

/// One CEL condition, checked and compiled once. Safe for use by many threads.
public final class Condition {
  private final CompiledExpression expression;
  private final Formula formula;

  Condition(CompiledExpression expression, Formula formula) {
    this.expression = expression;
    this.formula = formula;
  }

  /// As it stands in the policy file.
  public String text() {
    return expression.text();
  }

  /// The facts it names itself; those may name others.
  public Set<String> facts() {
    return expression.facts();
  }

  /// The members it reads itself that only describe an action, in the agent's own words: nobody
  /// checks them.
  public Set<String> claims() {
    return expression.claims().claims();
  }

  /// What it says, for comparing it with others.
  Formula formula() {
    return formula;
  }

  /// Whether it says that it is about a `record_change`.
  boolean isOfRecord() {
    return expression.claims().ofRecord();
  }

  Verdict test(Map<String, Object> variables, TextSearch search) {
    return switch (expression.evaluate(variables, search)) {
      case Outcome.Value(Boolean matched) -> Verdict.of(matched);
      case Outcome.Value _ -> new Verdict.Failed("not_a_boolean");
      case Outcome.Failed(var code) -> new Verdict.Failed(code);
    };
  }

  @Override
  public String toString() {
    return text();
  }
}
