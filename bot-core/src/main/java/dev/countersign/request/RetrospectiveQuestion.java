package dev.countersign.request;

import dev.countersign.people.TypedLine;
import java.util.Optional;

/// What a retrospective of break-glass answers, each on one line of supplied text.
public enum RetrospectiveQuestion {
  /// What happened, and why it could not wait.
  JUSTIFICATION(true),
  /// Whom and what it concerned.
  IMPACT(true),
  /// Whether the ordinary way could have worked.
  NORMAL_WAY(true),
  /// What was undone since, or how it could be.
  ROLLBACK(false),
  /// What changes, so that it is not needed again.
  CHANGES(true);

  /// Characters of an answer.
  public static final int SHORTEST = 10;

  public static final int LONGEST = 1_000;

  private final boolean required;

  RetrospectiveQuestion(boolean required) {
    this.required = required;
  }

  public boolean isRequired() {
    return required;
  }

  /// An answer as somebody typed it, on one line.
  ///
  /// @return empty where it is too short or too long, or has characters that nobody sees
  public Optional<String> answer(String typed) {
    return TypedLine.of(typed, SHORTEST, LONGEST);
  }
}
