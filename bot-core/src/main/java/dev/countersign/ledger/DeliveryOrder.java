package dev.countersign.ledger;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/// Something to be brought about after a commit, written in the same commit.
///
/// There is at most one open delivery per request, kind and target: an order for one that is open
/// raises what it wants, and makes it due at once unless a worker holds it, so that workers
/// converge on the latest state instead of replaying every step.
///
/// @param target a chat address, an executor outside of this gate, or empty
public record DeliveryOrder(DeliveryKind kind, String target) {

  /// Whose workers are to be woken for these.
  static Set<DeliveryKind> kinds(Collection<DeliveryOrder> orders) {
    return orders.stream().map(DeliveryOrder::kind).collect(Collectors.toUnmodifiableSet());
  }
}
