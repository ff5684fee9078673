package dev.countersign.policy;

/// What became of one condition.
sealed interface Verdict {
  enum Decided implements Verdict {
    MATCHED,
    NOT_MATCHED
  }

  /// The condition could not be evaluated.
  ///
  /// @param code a stable word for the kind of error; never a supplied value
  record Failed(String code) implements Verdict {}

  static Verdict of(boolean matched) {
    return matched ? Decided.MATCHED : Decided.NOT_MATCHED;
  }
}
