package dev.countersign.policy;

import dev.countersign.json.WireName;
import dev.countersign.policy.Formula.Comparison;
import dev.countersign.proposal.ActionClass;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What conditions come to for one choice of values of the members that they compare; members that
/// have none may be anything.
final class Assignment {
  /// What is tried beside the values that a condition names.
  enum Unnamed {
    /// The member is there and is none of those, nor a number.
    ANOTHER,
    /// The member is not there; the opaque part is an error.
    MISSING
  }

  private final Map<String, Formula> facts;

  /// By member, and by the text of an opaque part.
  private final Map<String, Object> values;

  private final Map<String, TruthValues> decided = new HashMap<>();

  Assignment(Map<String, Formula> facts, Map<String, Object> values) {
    this.facts = facts;
    this.values = values;
  }

  /// As [Evaluation#test] has it: where a fact that it names is an error, all of it is.
  TruthValues test(Formula condition) {
    boolean broken = false;
    boolean mayBreak = false;
    List<Formula> leaves = condition.leaves().toList();
    for (Formula leaf : leaves) {
      if (leaf instanceof Formula.Named(var name)) {
        TruthValues fact = fact(name);
        broken |= !fact.holds() && !fact.fails();
        mayBreak |= fact.breaks();
      }
    }
    if (broken) {
      return TruthValues.ERROR;
    }
    TruthValues outcomes = of(condition);
    return mayBreak ? outcomes.or(TruthValues.ERROR) : outcomes;
  }

  private TruthValues fact(String name) {
    TruthValues known = decided.get(name);
    if (known == null) {
      known = test(Objects.requireNonNull(facts.get(name)));
      decided.put(name, known);
    }
    return known;
  }

  private TruthValues of(Formula formula) {
    return switch (formula) {
      case Formula.Constant(var holds) -> TruthValues.of(holds);
      case Formula.Not(var negated) -> of(negated).not();
      case Formula.All(var parts) -> TruthValues.all(parts.stream().map(this::of).toList());
      case Formula.Any(var parts) -> TruthValues.any(parts.stream().map(this::of).toList());
      case Formula.Choice(var when, var then, var otherwise) ->
          of(when).choose(of(then), of(otherwise));
      case Formula.Named(var name) -> {
        TruthValues fact = fact(name);
        yield new TruthValues(fact.holds(), fact.fails(), false);
      }
      case Comparison comparison -> compared(comparison);
      case Formula.Opaque(var text) -> opaque(values.get(text));
    };
  }

  private static TruthValues opaque(@Nullable Object value) {
    if (value == null) {
      return TruthValues.ANY;
    }
    return value instanceof Boolean holds ? TruthValues.of(holds) : TruthValues.ERROR;
  }

  private TruthValues compared(Comparison comparison) {
    if (isOfAnotherClass(comparison.member())) {
      return TruthValues.ERROR;
    }
    Object value = values.get(comparison.member());
    if (value == null) {
      return TruthValues.ANY;
    }
    if (value.equals(Unnamed.MISSING)) {
      return TruthValues.ERROR;
    }
    return comparison.relation() == Formula.Relation.ONE_OF
        ? TruthValues.of(comparison.values().contains(value))
        : ordered(comparison, value);
  }

  private boolean isOfAnotherClass(String member) {
    return values.get(MemberValues.CLASS) instanceof String name
        && WireName.parse(ActionClass.class, name)
            .filter(MemberValues.classes(member)::contains)
            .isEmpty();
  }

  private static TruthValues ordered(Comparison comparison, Object value) {
    if (!(value instanceof BigDecimal number)) {
      // CEL orders numbers with numbers alone.
      return TruthValues.ERROR;
    }
    int order = number.compareTo(comparison.bound());
    return TruthValues.of(
        switch (comparison.relation()) {
          case ONE_OF -> order == 0;
          case LESS -> order < 0;
          case AT_MOST -> order <= 0;
          case MORE -> order > 0;
          case AT_LEAST -> order >= 0;
        });
  }
}
