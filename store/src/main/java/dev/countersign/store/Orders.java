package dev.countersign.store;

import dev.countersign.json.WireName;
import dev.countersign.ledger.DeliveryOrder;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// Binds what a commit orders, as one array of kinds and one of targets.
final class Orders {

  /// Always in the same order, so that statements that raise the same rows never wait in a circle.
  private static final Comparator<DeliveryOrder> LOCK_ORDER =
      Comparator.comparing(DeliveryOrder::kind).thenComparing(DeliveryOrder::target);

  private Orders() {}

  static void bind(Query query, Set<DeliveryOrder> orders) throws SQLException {
    List<DeliveryOrder> sorted = orders.stream().sorted(LOCK_ORDER).toList();
    query
        .bind(
            "kinds",
            Columns.texts(sorted.stream().map(order -> WireName.of(order.kind())).toList()))
        .bind("targets", Columns.texts(sorted.stream().map(DeliveryOrder::target).toList()));
  }
}
