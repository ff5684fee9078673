package dev.countersign.proposal;

/// Whom an action's text reaches, narrowest first; `NONE` for actions that are no messages.
public enum Audience {
  NONE,
  INTERNAL,
  EXTERNAL,
  PUBLIC;

  /// The wider of both.
  public Audience atLeast(Audience other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
