package dev.countersign.policy;

import dev.countersign.policy.CompiledExpression.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A CEL expression for the ids of persons in an action: a text, or a list of texts. Safe for use
/// by many threads.
public final class NamedIds {
  /// Of one expression, in one action.
  static final int MOST = 50;

  private static final String NO_IDS = "not_an_id";
  private static final String TOO_LONG = "id_too_long";
  static final String TOO_MANY = "too_many_ids";

  private final CompiledExpression expression;

  NamedIds(CompiledExpression expression) {
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

  boolean isOfRecord() {
    return expression.claims().ofRecord();
  }

  sealed interface Evaluated {
    /// @param ids without blanks around them; an empty one names nobody
    record Known(List<String> ids) implements Evaluated {}

    record Failed(String code) implements Evaluated {}
  }

  Evaluated of(Map<String, Object> variables, TextSearch search) {
    return switch (expression.evaluate(variables, search)) {
      case Outcome.Value(String id) -> known(List.of(id));
      case Outcome.Value(List<?> ids) -> known(ids);
      case Outcome.Value _ -> new Evaluated.Failed(NO_IDS);
      case Outcome.Failed(var code) -> new Evaluated.Failed(code);
    };
  }

  private static Evaluated known(List<?> values) {
    if (values.size() > MOST) {
      return new Evaluated.Failed(TOO_MANY);
    }
    List<String> ids = new ArrayList<>();
    for (Object value : values) {
      if (!(value instanceof String text)) {
        return new Evaluated.Failed(NO_IDS);
      }
      String id = text.strip();
      if (id.length() > Beneficiary.LONGEST_ID) {
        return new Evaluated.Failed(TOO_LONG);
      }
      ids.add(id);
    }
    return new Evaluated.Known(List.copyOf(ids));
  }

  @Override
  public String toString() {
    return text();
  }
}
