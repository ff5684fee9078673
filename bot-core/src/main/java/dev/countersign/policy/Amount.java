package dev.countersign.policy;

import dev.countersign.policy.CompiledExpression.Outcome;
import java.util.Map;
import java.util.Set;

/// A CEL expression for an amount of an action: a whole number from 0 to [UseLimit#MOST]. Safe for
/// use by many threads.
public final class Amount {
  private static final String NO_AMOUNT = "not_an_amount";

  private final CompiledExpression expression;

  Amount(CompiledExpression expression) {
    this.expression = expression;
  }

  /// As it stands in the policy file.
  public String text() {
    return expression.text();
  }

  Set<String> facts() {
    return expression.facts();
  }

  Set<String> claims() {
    return expression.claims().claims();
  }

  sealed interface Evaluated {
    record Known(long amount) implements Evaluated {}

    record Failed(String code) implements Evaluated {}
  }

  Evaluated of(Map<String, Object> variables, TextSearch search) {
    return switch (expression.evaluate(variables, search)) {
      case Outcome.Value(Long whole) -> bounded(whole);
      case Outcome.Value(Double number) when number == Math.rint(number) && number < 1e18 ->
          bounded(number.longValue());
      case Outcome.Value _ -> new Evaluated.Failed(NO_AMOUNT);
      case Outcome.Failed(var code) -> new Evaluated.Failed(code);
    };
  }

  private static Evaluated bounded(long amount) {
    return amount >= 0 && amount <= UseLimit.MOST
        ? new Evaluated.Known(amount)
        : new Evaluated.Failed(NO_AMOUNT);
  }

  @Override
  public String toString() {
    return text();
  }
}
