package dev.countersign.store;

import dev.countersign.json.WireName;
import dev.countersign.ledger.DeliveryOrder;
import dev.countersign.store.BatchRows.Column;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// What a commit orders, in two columns.
final class Orders {

  /// Always in the same order, so that statements that raise the same rows never wait in a circle.
  private static final Comparator<DeliveryOrder> LOCK_ORDER =
      Comparator.comparing(DeliveryOrder::kind).thenComparing(DeliveryOrder::target);

  private Orders() {}

  static List<DeliveryOrder> sorted(Set<DeliveryOrder> orders) {
    return orders.stream().sorted(LOCK_ORDER).toList();
  }

  static <T> Column<T> kinds(Function<T, List<DeliveryOrder>> orders) {
    return Column.texts(
        "kinds", row -> orders.apply(row).stream().map(o -> WireName.of(o.kind())).toList());
  }

  static <T> Column<T> targets(Function<T, List<DeliveryOrder>> orders) {
    return Column.texts(
        "targets", row -> orders.apply(row).stream().map(DeliveryOrder::target).toList());
  }
}
