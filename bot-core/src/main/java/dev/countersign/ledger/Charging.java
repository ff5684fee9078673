package dev.countersign.ledger;

import dev.countersign.policy.Allowance;
import dev.countersign.policy.Counts;
import java.util.List;
import java.util.function.Function;

/// What an opening uses of standing approvals. It is counted in the very transaction that opens the
/// request, and the ruling and its entry tell the counts: so they are written there.
///
/// @param allowances not counted yet
/// @param counted the opening once the counts are known, with entries and without a charging; pure,
///   quick, and tried before, so that it does not fail
public record Charging(List<Allowance> allowances, Function<Counts, Opening> counted) {
  public Charging {
    allowances = List.copyOf(allowances);
  }
}
