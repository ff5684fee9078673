package dev.countersign.policy;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionResolver;
import dev.cel.runtime.CelLateFunctionBindings;
import dev.cel.runtime.RuntimeHelpers;

/// `contains` and `matches`, paid from one purse for a whole ruling. The iteration limit of CEL
/// alone does not bound the work: a pattern over a long body inside a comprehension over 500
/// recipients would run for seconds.
///
/// Serves one ruling on one thread.
// CEL wants functions without state because programs share them; these belong to one evaluation.
@SuppressWarnings("Immutable")
final class TextSearch {

  /// Characters that all conditions of one ruling may search, together.
  static final int MOST_SEARCHED = 2_000_000;

  static final String MATCHES = "matches_string";
  static final String CONTAINS = "contains_string";

  private final CelFunctionResolver functions =
      CelLateFunctionBindings.from(
          CelFunctionBinding.from(MATCHES, String.class, String.class, this::matches),
          CelFunctionBinding.from(CONTAINS, String.class, String.class, this::contains));
  private long left = MOST_SEARCHED;

  CelFunctionResolver functions() {
    return functions;
  }

  boolean isExhausted() {
    return left < 0;
  }

  private boolean matches(String text, String pattern) throws CelEvaluationException {
    pay(text, pattern);
    return RuntimeHelpers.matches(text, pattern, ConditionLimits.OPTIONS);
  }

  private boolean contains(String text, String part) throws CelEvaluationException {
    pay(text, part);
    return text.contains(part);
  }

  private void pay(String text, String sought) throws CelEvaluationException {
    left -= 1L + text.length() + sought.length();
    if (isExhausted()) {
      throw new CelEvaluationException("the ruling has searched enough text");
    }
  }
}
