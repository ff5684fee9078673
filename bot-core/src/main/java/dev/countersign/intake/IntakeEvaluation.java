package dev.countersign.intake;

import dev.countersign.json.Digest;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.AskedNow;
import dev.countersign.policy.Ruling;
import java.util.List;

/// What would become of a proposal, without recording it.
public sealed interface IntakeEvaluation {

  /// The ruling it would get; one that asks has somebody who can answer.
  ///
  /// @param record the request that it would be; there is none by its id
  /// @param asked for each stage, at this moment
  record Ruled(RequestRecord record, List<AskedNow> asked) implements IntakeEvaluation {
    public Ruled {
      asked = List.copyOf(asked);
    }

    public Ruling ruling() {
      return record.ruling();
    }

    public Digest action() {
      return record.proposal().action().digest();
    }

    public Digest context() {
      return record.proposal().context().digest();
    }
  }

  /// It would not be taken at all.
  record NotTaken(IntakeResult why) implements IntakeEvaluation {}
}
