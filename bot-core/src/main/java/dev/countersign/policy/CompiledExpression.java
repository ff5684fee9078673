package dev.countersign.policy;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// A CEL expression of a policy, checked and compiled once. Safe for use by many threads.
///
/// @param text as it stands in the policy file
/// @param facts those that it names itself
record CompiledExpression(
    String text, Set<String> facts, ClaimSearch.Found claims, CelRuntime.Program program) {
  CompiledExpression {
    facts = Set.copyOf(facts);
  }

  /// What came of one evaluation.
  sealed interface Outcome {
    record Value(Object value) implements Outcome {}

    /// @param code a stable word for the kind of error; never a supplied value
    record Failed(String code) implements Outcome {}
  }

  Outcome evaluate(Map<String, Object> variables, TextSearch search) {
    try {
      return new Outcome.Value(program.eval(variables, search.functions()));
    } catch (CelEvaluationException e) {
      // Its message may quote what the agent supplied; only its kind leaves this method.
      return new Outcome.Failed(
          search.isExhausted()
              ? "search_limit_exceeded"
              : e.getErrorCode().name().toLowerCase(Locale.ROOT));
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      return new Outcome.Failed("internal_error");
    }
  }
}
