package dev.countersign.store;

import dev.countersign.audit.AuditEntry;
import dev.countersign.evidence.Seal;
import dev.countersign.store.BatchRows.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// An entry of a chain, as a row of a batch.
///
/// @param item the place of its commit or opening in the batch, counted from 1
/// @param entry sealed
record EntryRow(int item, AuditEntry entry) {

  /// A batch has them as `entry`.
  static final BatchRows<EntryRow> ROWS =
      new BatchRows<>(
          "entry",
          List.of(
              Column.integer("item", EntryRow::item),
              Column.integer("seq", row -> row.entry().seq()),
              Column.bytes("body", row -> row.entry().body()),
              Column.text("seal_key", row -> row.seal().key()),
              Column.bytes("mac", row -> row.seal().mac())));

  /// @param entries of one item
  static <T> List<EntryRow> of(List<T> items, Function<T, List<AuditEntry>> entries) {
    List<EntryRow> rows = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      for (AuditEntry entry : entries.apply(items.get(i))) {
        rows.add(new EntryRow(i + 1, entry));
      }
    }
    return rows;
  }

  private Seal seal() {
    return entry.seal().orElseThrow();
  }
}
