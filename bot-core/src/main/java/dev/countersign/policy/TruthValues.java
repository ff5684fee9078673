package dev.countersign.policy;

import java.util.List;

/// What a condition may come to where not everything is known: some of true, false, and an error.
/// Every combination of its parts counts as possible, so nothing is ever left out.
///
/// @param holds whether it may be true
/// @param fails whether it may be false
/// @param breaks whether it may be an error
record TruthValues(boolean holds, boolean fails, boolean breaks) {
  static final TruthValues TRUE = new TruthValues(true, false, false);
  static final TruthValues FALSE = new TruthValues(false, true, false);
  static final TruthValues ERROR = new TruthValues(false, false, true);
  static final TruthValues ANY = new TruthValues(true, true, true);

  static TruthValues of(boolean holds) {
    return holds ? TRUE : FALSE;
  }

  TruthValues not() {
    return new TruthValues(/* holds= */ fails, /* fails= */ holds, breaks);
  }

  /// False beats an error, an error beats true: as CEL has it.
  static TruthValues all(List<TruthValues> parts) {
    boolean error = parts.stream().anyMatch(TruthValues::breaks);
    return new TruthValues(
        parts.stream().allMatch(TruthValues::holds),
        parts.stream().anyMatch(TruthValues::fails),
        error && parts.stream().allMatch(part -> part.holds || part.breaks));
  }

  /// True beats an error, an error beats false.
  static TruthValues any(List<TruthValues> parts) {
    return all(parts.stream().map(TruthValues::not).toList()).not();
  }

  TruthValues or(TruthValues other) {
    return new TruthValues(holds || other.holds, fails || other.fails, breaks || other.breaks);
  }

  /// As this comes out, one of the others does.
  TruthValues choose(TruthValues then, TruthValues otherwise) {
    TruthValues chosen = new TruthValues(false, false, breaks);
    chosen = holds ? chosen.or(then) : chosen;
    return fails ? chosen.or(otherwise) : chosen;
  }
}
