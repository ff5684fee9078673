package dev.countersign.policy;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.countersign.policy.Formula.Comparison;
import dev.countersign.policy.Formula.Relation;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Reads a checked condition as a [Formula]. What it does not understand becomes opaque, never
/// something else.
final class FormulaReader {
  /// Beyond it, two whole numbers may be one as a fraction.
  private static final BigDecimal LARGEST_NUMBER = BigDecimal.valueOf(1L << 53);

  /// Of an operator the relation, and the one that holds when its sides are exchanged.
  private static final Map<String, List<Relation>> RELATIONS =
      Map.of(
          "_<_", List.of(Relation.LESS, Relation.MORE),
          "_<=_", List.of(Relation.AT_MOST, Relation.AT_LEAST),
          "_>_", List.of(Relation.MORE, Relation.LESS),
          "_>=_", List.of(Relation.AT_LEAST, Relation.AT_MOST));

  private final Set<String> facts;

  private FormulaReader(Set<String> facts) {
    this.facts = facts;
  }

  static Formula read(CelAbstractSyntaxTree tree, Set<String> facts) {
    return new FormulaReader(facts).formula(tree.getExpr());
  }

  private Formula formula(CelExpr expression) {
    return switch (expression.exprKind().getKind()) {
      case CONSTANT ->
          constant(expression)
              .filter(Boolean.class::isInstance)
              .<Formula>map(value -> new Formula.Constant((Boolean) value))
              .orElseGet(() -> opaque(expression));
      case IDENT ->
          facts.contains(expression.ident().name())
              ? new Formula.Named(expression.ident().name())
              : opaque(expression);
      case SELECT ->
          member(expression)
              .<Formula>map(member -> new Comparison(member, Relation.ONE_OF, List.of(true)))
              .orElseGet(() -> opaque(expression));
      case CALL -> call(expression, expression.call());
      case LIST, MAP, STRUCT, COMPREHENSION, NOT_SET -> opaque(expression);
    };
  }

  private Formula call(CelExpr expression, CelCall call) {
    List<CelExpr> sides = call.args();
    return switch (call.function()) {
      case "!_" -> not(formula(sides.getFirst()));
      case "_&&_" ->
          new Formula.All(
              parts(expression, call.function())
                  .map(this::formula)
                  .distinct()
                  .sorted(ORDER)
                  .toList());
      case "_||_" ->
          new Formula.Any(
              parts(expression, call.function())
                  .map(this::formula)
                  .distinct()
                  .sorted(ORDER)
                  .toList());
      case "_?_:_" ->
          new Formula.Choice(formula(sides.get(0)), formula(sides.get(1)), formula(sides.get(2)));
      case "_!=_" -> equality(sides).map(FormulaReader::not).orElseGet(() -> opaque(expression));
      case "_==_" -> equality(sides).orElseGet(() -> opaque(expression));
      case "@in" -> among(sides).orElseGet(() -> opaque(expression));
      case "_<_", "_<=_", "_>_", "_>=_" ->
          order(call.function(), sides).orElseGet(() -> opaque(expression));
      case "_[_]" ->
          member(expression)
              .<Formula>map(member -> new Comparison(member, Relation.ONE_OF, List.of(true)))
              .orElseGet(() -> opaque(expression));
      default -> opaque(expression);
    };
  }

  private static final Comparator<Formula> ORDER = Comparator.comparing(Formula::toString);

  private static Formula not(Formula formula) {
    return formula instanceof Formula.Not(var negated) ? negated : new Formula.Not(formula);
  }

  /// The operands of a chain of one operator, however it is put in brackets.
  private static Stream<CelExpr> parts(CelExpr expression, String function) {
    if (expression.exprKind().getKind() != Kind.CALL
        || !expression.call().function().equals(function)) {
      return Stream.of(expression);
    }
    List<CelExpr> sides = expression.call().args();
    return sides.stream().flatMap(side -> parts(side, function));
  }

  private static Optional<Formula> equality(List<CelExpr> sides) {
    return compared(sides.get(0), sides.get(1), Relation.ONE_OF)
        .or(() -> compared(sides.get(1), sides.get(0), Relation.ONE_OF));
  }

  private static Optional<Formula> order(String function, List<CelExpr> sides) {
    List<Relation> relations = Objects.requireNonNull(RELATIONS.get(function));
    return compared(sides.get(0), sides.get(1), relations.get(0))
        .or(() -> compared(sides.get(1), sides.get(0), relations.get(1)))
        .filter(found ->
            found instanceof Comparison comparison
                && comparison.values().getFirst() instanceof BigDecimal);
  }

  private static Optional<Formula> compared(CelExpr side, CelExpr other, Relation relation) {
    return member(side)
        .flatMap(member ->
            constant(other).map(value -> new Comparison(member, relation, List.of(value))));
  }

  private static Optional<Formula> among(List<CelExpr> sides) {
    if (sides.get(1).exprKind().getKind() != Kind.LIST) {
      return Optional.empty();
    }
    List<CelExpr> items = sides.get(1).list().elements();
    List<Object> values = new ArrayList<>();
    for (CelExpr item : items) {
      constant(item).ifPresent(values::add);
    }
    return values.size() == items.size()
        ? member(sides.get(0))
            .map(member ->
                new Comparison(
                    member,
                    Relation.ONE_OF,
                    values.stream()
                        .distinct()
                        .sorted(Comparator.comparing(Object::toString))
                        .toList()))
        : Optional.empty();
  }

  /// The path of a member of a variable, whose names are all written out; empty for anything else.
  private static Optional<String> member(CelExpr expression) {
    return switch (expression.exprKind().getKind()) {
      case SELECT ->
          expression.select().testOnly()
              ? Optional.empty()
              : below(expression.select().operand(), expression.select().field());
      case CALL -> {
        List<CelExpr> sides = expression.call().args();
        yield expression.call().function().equals("_[_]")
            ? constant(sides.get(1))
                .filter(String.class::isInstance)
                .flatMap(name -> below(sides.get(0), (String) name))
            : Optional.empty();
      }
      case IDENT, CONSTANT, LIST, MAP, STRUCT, COMPREHENSION, NOT_SET -> Optional.empty();
    };
  }

  /// A name with a dot would read like two.
  private static Optional<String> below(CelExpr operand, String name) {
    if (name.indexOf('.') >= 0) {
      return Optional.empty();
    }
    return operand.exprKind().getKind() == Kind.IDENT
        ? Optional.of(operand.ident().name())
            .filter(Variables.NAMES::contains)
            .map(variable -> variable + "." + name)
        : member(operand).map(path -> path + "." + name);
  }

  private static Optional<Object> constant(CelExpr expression) {
    if (expression.exprKind().getKind() != Kind.CONSTANT) {
      return Optional.empty();
    }
    CelConstant constant = expression.constant();
    return switch (constant.getKind()) {
      case STRING_VALUE -> Optional.of(constant.stringValue());
      case BOOLEAN_VALUE -> Optional.of(constant.booleanValue());
      case INT64_VALUE -> number(BigDecimal.valueOf(constant.int64Value()));
      case DOUBLE_VALUE ->
          Double.isFinite(constant.doubleValue())
              ? number(new BigDecimal(constant.doubleValue()))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static Optional<Object> number(BigDecimal value) {
    return value.abs().compareTo(LARGEST_NUMBER) <= 0
        ? Optional.of(value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros())
        : Optional.empty();
  }

  private static Formula opaque(CelExpr expression) {
    return new Formula.Opaque(ExpressionText.of(expression));
  }
}
