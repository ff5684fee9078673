package dev.countersign.store;

import dev.countersign.ledger.Deliveries.Left;
import dev.countersign.store.PostgresDeliveries.Kept;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Deliveries that are kept for later, in one statement. One whose lease was lost goes by itself.
final class KeepBatch implements BatchQueue.Work<Kept, Left> {
  private final PostgresDeliveries single;

  KeepBatch(PostgresDeliveries single) {
    this.single = single;
  }

  @Override
  public List<Optional<Left>> together(List<Kept> deliveries) {
    return single.kept(deliveries).stream()
        .map(keeping -> keeping.isKept() ? Optional.of(keeping.left()) : Optional.<Left>empty())
        .toList();
  }

  @Override
  public Left alone(Kept kept) {
    return single.keep(kept.delivery(), kept.pause(), kept.message());
  }

  @Override
  public Collection<?> apart(Kept kept) {
    return SettleBatch.place(kept.delivery());
  }
}
