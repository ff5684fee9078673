package dev.countersign.store;

import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.ledger.Opening;
import dev.countersign.policy.Allowance;
import dev.countersign.policy.Charge;
import dev.countersign.policy.Counts;
import dev.countersign.policy.Counts.Count;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Openings of one transaction that use limits, counted one after the other: each as if all before
/// it had been opened.
final class CountedOpenings {
  private final EvidenceKeys keys;

  /// What those before add to each count.
  private final Map<String, Count> added = new HashMap<>();

  private CountedOpenings(EvidenceKeys keys) {
    this.keys = keys;
  }

  /// @param rows under their locks
  /// @return in the order of the rows, each as it is to be written; empty for one that a limit has
  ///   no room for
  static List<Optional<OpenRow>> of(Connection connection, List<OpenRow> rows, EvidenceKeys keys)
      throws SQLException {
    List<Opening.Charging> chargings =
        rows.stream().flatMap(row -> row.opening().charging().stream()).toList();
    List<Counts> counts =
        chargings.isEmpty() ? List.of() : UseStatement.count(connection, chargings);
    CountedOpenings counted = new CountedOpenings(keys);
    List<Optional<OpenRow>> written = new ArrayList<>();
    int next = 0;
    for (OpenRow row : rows) {
      written.add(
          row.opening().charging().isEmpty()
              ? Optional.of(row)
              : counted.of(row, row.opening().charging().get(), counts.get(next++)));
    }
    return written;
  }

  private Optional<OpenRow> of(OpenRow row, Opening.Charging charging, Counts stored) {
    Counts counts = withAdded(charging.allowances(), stored);
    if (!counts.usedUp(charging.allowances()).isEmpty()) {
      return Optional.empty();
    }
    add(charging.allowances());
    return Optional.of(row.counted(charging.counted().apply(counts), keys));
  }

  private Counts withAdded(List<Allowance> allowances, Counts stored) {
    List<Count> counts = new ArrayList<>();
    int next = 0;
    for (Allowance allowance : allowances) {
      for (Charge charge : allowance.charges()) {
        Count before = stored.before().get(next++);
        Count more = added.getOrDefault(charge.name(allowance.rule()), Count.NOTHING);
        counts.add(new Count(before.amount() + more.amount(), before.requests() + more.requests()));
      }
    }
    return new Counts(stored.at(), counts);
  }

  private void add(List<Allowance> allowances) {
    Set<String> once = new HashSet<>();
    for (Allowance allowance : allowances) {
      for (Charge charge : allowance.charges()) {
        String name = charge.name(allowance.rule());
        if (once.add(name)) {
          added.merge(
              name, Count.NOTHING.plus(charge.amount()), (one, _) -> one.plus(charge.amount()));
        }
      }
    }
  }
}
