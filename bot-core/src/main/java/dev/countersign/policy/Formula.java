package dev.countersign.policy;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/// What a condition says, as far as it can be compared with what another one says: its logic down
/// to comparisons of one member with written values. Equal formulas come out the same for every
/// action.
sealed interface Formula {

  record Constant(boolean holds) implements Formula {}

  record Not(Formula negated) implements Formula {}

  /// @param parts in an order of their own, each once
  record All(List<Formula> parts) implements Formula {
    public All {
      parts = List.copyOf(parts);
    }
  }

  /// @param parts in an order of their own, each once
  record Any(List<Formula> parts) implements Formula {
    public Any {
      parts = List.copyOf(parts);
    }
  }

  record Choice(Formula when, Formula then, Formula otherwise) implements Formula {}

  /// @param member such as `action.class`
  /// @param values texts, booleans and [BigDecimal]s; for the relations of order one number
  record Comparison(String member, Relation relation, List<Object> values) implements Formula {
    public Comparison {
      values = List.copyOf(values);
    }

    BigDecimal bound() {
      return (BigDecimal) values.getFirst();
    }
  }

  /// A fact by its name.
  record Named(String fact) implements Formula {}

  /// What is not looked into.
  ///
  /// @param text the expression in one spelling
  record Opaque(String text) implements Formula {}

  enum Relation {
    /// Equal to one of the values.
    ONE_OF,
    LESS,
    AT_MOST,
    MORE,
    AT_LEAST
  }

  /// All comparisons in here, without those of facts.
  default Stream<Comparison> comparisons() {
    return leaves().filter(Comparison.class::isInstance).map(Comparison.class::cast);
  }

  /// What has no parts.
  default Stream<Formula> leaves() {
    return switch (this) {
      case Not(var negated) -> negated.leaves();
      case All(var parts) -> parts.stream().flatMap(Formula::leaves);
      case Any(var parts) -> parts.stream().flatMap(Formula::leaves);
      case Choice(var when, var then, var otherwise) ->
          Stream.of(when, then, otherwise).flatMap(Formula::leaves);
      case Constant _, Comparison _, Named _, Opaque _ -> Stream.of(this);
    };
  }
}
