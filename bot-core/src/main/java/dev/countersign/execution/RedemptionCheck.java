package dev.countersign.execution;

import dev.countersign.audit.Folding.Folded;
import dev.countersign.grant.Approval;
import dev.countersign.ledger.RequestRecord;

/// Looks again, right before a grant is redeemed or renewed, at everything that may have changed
/// since it was issued.
@FunctionalInterface
public interface RedemptionCheck {

  /// Whether the action may run at this moment.
  sealed interface Verdict {
    /// @param approval what a grant of this moment may rest on
    record Holds(Approval approval) implements Verdict {}

    /// @param code stable: why the action must not run any more
    /// @param detail for the log: ids and counts; empty where the code says all
    record Barred(String code, String detail) implements Verdict {}
  }

  /// Asked anew for each try of a step, so it changes and tells nothing.
  ///
  /// @param folded what the authentic entries of the request say
  Verdict check(RequestRecord record, Folded folded);
}
