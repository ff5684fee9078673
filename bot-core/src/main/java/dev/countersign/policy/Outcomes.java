package dev.countersign.policy;

import java.util.List;

/// What a condition may come to where not everything is known: some of true, false, and an error.
/// Every combination of its parts counts as possible, so nothing is ever left out.
///
/// @param holds whether it may be true
/// @param fails whether it may be false
/// @param breaks whether it may be an error
record Outcomes(boolean holds, boolean fails, boolean breaks) {
  static final Outcomes TRUE = new Outcomes(true, false, false);
  static final Outcomes FALSE = new Outcomes(false, true, false);
  static final Outcomes ERROR = new Outcomes(false, false, true);
  static final Outcomes ANY = new Outcomes(true, true, true);

  static Outcomes of(boolean holds) {
    return holds ? TRUE : FALSE;
  }

  Outcomes not() {
    return new Outcomes(/* holds= */ fails, /* fails= */ holds, breaks);
  }

  /// False beats an error, an error beats true: as CEL has it.
  static Outcomes all(List<Outcomes> parts) {
    boolean error = parts.stream().anyMatch(Outcomes::breaks);
    return new Outcomes(
        parts.stream().allMatch(Outcomes::holds),
        parts.stream().anyMatch(Outcomes::fails),
        error && parts.stream().allMatch(part -> part.holds || part.breaks));
  }

  /// True beats an error, an error beats false.
  static Outcomes any(List<Outcomes> parts) {
    return all(parts.stream().map(Outcomes::not).toList()).not();
  }

  Outcomes or(Outcomes other) {
    return new Outcomes(holds || other.holds, fails || other.fails, breaks || other.breaks);
  }

  /// As this comes out, one of the others does.
  Outcomes choose(Outcomes then, Outcomes otherwise) {
    Outcomes chosen = new Outcomes(false, false, breaks);
    chosen = holds ? chosen.or(then) : chosen;
    return fails ? chosen.or(otherwise) : chosen;
  }
}
