package dev.countersign.execution;

import dev.countersign.ledger.RequestRecord;
import java.util.Optional;

/// Looks again, right before a grant is redeemed, at everything that may have changed since it was
/// issued.
@FunctionalInterface
public interface RedemptionCheck {

  /// A stable code for why the action must not run any more; empty when it may.
  Optional<String> whyBarred(RequestRecord record);
}
