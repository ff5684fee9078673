package dev.countersign.store;

import dev.countersign.ledger.Opening;
import dev.countersign.policy.Allowance;
import dev.countersign.policy.Charge;
import dev.countersign.store.BatchRows.Column;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The use of a limit, as a row of a batch. Limits that count the same in different times share
/// one. What counts nothing has none.
///
/// @param item the place of its opening in the batch, counted from 1
/// @param name as `Charge` makes it
/// @param at when it was counted
record UseRow(int item, String name, Instant at, long amount) {

  /// A batch has them as `use`.
  static final BatchRows<UseRow> ROWS =
      new BatchRows<>(
          "use",
          List.of(
              Column.integer("item", UseRow::item),
              Column.text("name", UseRow::name),
              Column.time("at", UseRow::at),
              Column.bigint("amount", UseRow::amount)));

  static List<UseRow> of(List<OpenRow> rows) {
    List<UseRow> uses = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      uses.addAll(of(i + 1, rows.get(i).opening()));
    }
    return uses;
  }

  private static List<UseRow> of(int item, Opening opening) {
    Map<String, UseRow> uses = new LinkedHashMap<>();
    for (Allowance allowance : opening.ruling().allowances()) {
      for (Charge charge : allowance.charges()) {
        if (charge.amount() > 0) {
          String name = charge.name(allowance.rule());
          uses.put(name, new UseRow(item, name, allowance.at().orElseThrow(), charge.amount()));
        }
      }
    }
    return List.copyOf(uses.values());
  }
}
