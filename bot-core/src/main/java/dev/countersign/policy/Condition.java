package dev.countersign.policy;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// One CEL condition, checked and compiled once. Safe for use by many threads.
public final class Condition {
  private final String text;
  private final Set<String> facts;
  private final ClaimSearch.Found claims;
  private final Formula formula;
  private final CelRuntime.Program program;

  Condition(
      String text,
      Set<String> facts,
      ClaimSearch.Found claims,
      Formula formula,
      CelRuntime.Program program) {
    this.text = text;
    this.facts = Set.copyOf(facts);
    this.claims = claims;
    this.formula = formula;
    this.program = program;
  }

  /// As it stands in the policy file.
  public String text() {
    return text;
  }

  /// The facts it names itself; those may name others.
  public Set<String> facts() {
    return facts;
  }

  /// The members it reads itself that only describe an action, in the agent's own words: nobody
  /// checks them.
  public Set<String> claims() {
    return claims.claims();
  }

  /// What it says, for comparing it with others.
  Formula formula() {
    return formula;
  }

  /// Whether it says that it is about a `record_change`.
  boolean isOfRecord() {
    return claims.ofRecord();
  }

  Verdict test(Map<String, Object> variables, TextSearch search) {
    try {
      return program.eval(variables, search.functions()) instanceof Boolean matched
          ? Verdict.of(matched)
          : new Verdict.Failed("not_a_boolean");
    } catch (CelEvaluationException e) {
      // Its message may quote what the agent supplied; only its kind leaves this method.
      return new Verdict.Failed(
          search.isExhausted()
              ? "search_limit_exceeded"
              : e.getErrorCode().name().toLowerCase(Locale.ROOT));
    } catch (RuntimeException | StackOverflowError | LinkageError e) {
      return new Verdict.Failed("internal_error");
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
