package dev.countersign.intake;

import dev.countersign.json.Digest;
import dev.countersign.people.AskedNow;
import dev.countersign.policy.Ruling;
import java.util.List;

/// What would become of a proposal, without recording it.
public sealed interface IntakeEvaluation {

  /// The ruling it would get; one that asks has somebody who can answer.
  ///
  /// @param asked for each stage, at this moment
  record Ruled(Ruling ruling, Digest action, Digest context, List<AskedNow> asked)
      implements IntakeEvaluation {
    public Ruled {
      asked = List.copyOf(asked);
    }
  }

  /// It would not be taken at all.
  record NotTaken(IntakeResult why) implements IntakeEvaluation {}
}
