package dev.countersign.intake;

import dev.countersign.json.Digest;
import dev.countersign.policy.Ruling;

/// What would become of a proposal, without recording it.
public sealed interface IntakeEvaluation {

  /// The ruling it would get; one that asks has somebody who can answer.
  record Ruled(Ruling ruling, Digest action, Digest context) implements IntakeEvaluation {}

  /// It would not be taken at all.
  record NotTaken(IntakeResult why) implements IntakeEvaluation {}
}
