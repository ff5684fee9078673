package dev.countersign.policy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The conditions of one ruling: every fact is decided once, before anything that may name it.
final class Evaluation {
  private final Map<String, Object> variables;
  private final Map<String, Verdict> facts = new HashMap<>();
  private final TextSearch search = new TextSearch();

  Evaluation(List<Fact> facts, PolicyInput input) {
    this.variables = Variables.of(input);
    for (Fact fact : facts) {
      Verdict verdict = test(fact.when());
      this.facts.put(fact.name(), verdict);
      if (verdict instanceof Verdict.Decided decided) {
        variables.put(fact.name(), decided == Verdict.Decided.MATCHED);
      }
    }
  }

  /// A condition over a failed fact fails too, even where CEL could do without that fact.
  Verdict test(Condition condition) {
    for (String fact : condition.facts()) {
      if (fact(fact) instanceof Verdict.Failed) {
        return new Verdict.Failed("fact_failed");
      }
    }
    return condition.test(variables, search);
  }

  /// As a condition that names a failed fact, so an amount.
  Amount.Evaluated amount(Amount amount) {
    for (String fact : amount.facts()) {
      if (fact(fact) instanceof Verdict.Failed) {
        return new Amount.Evaluated.Failed("fact_failed");
      }
    }
    return amount.of(variables, search);
  }

  /// As an amount.
  NamedIds.Evaluated ids(NamedIds ids) {
    for (String fact : ids.facts()) {
      if (fact(fact) instanceof Verdict.Failed) {
        return new NamedIds.Evaluated.Failed("fact_failed");
      }
    }
    return ids.of(variables, search);
  }

  Verdict fact(String name) {
    return facts.getOrDefault(name, new Verdict.Failed("unknown_fact"));
  }
}
