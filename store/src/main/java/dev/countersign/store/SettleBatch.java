package dev.countersign.store;

import dev.countersign.ledger.Delivery;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Deliveries that are done, in one statement; the answer says whether each is closed.
final class SettleBatch implements BatchQueue.Work<Delivery, Boolean> {
  private final PostgresDeliveries single;

  SettleBatch(PostgresDeliveries single) {
    this.single = single;
  }

  @Override
  public List<Optional<Boolean>> together(List<Delivery> deliveries) {
    Set<Integer> brought = single.brought(deliveries);
    return IntStream.range(0, deliveries.size())
        .mapToObj(place -> brought.contains(place) ? Optional.of(true) : Optional.<Boolean>empty())
        .toList();
  }

  @Override
  public Boolean alone(Delivery delivery) {
    return single.settle(delivery);
  }

  @Override
  public Collection<?> apart(Delivery delivery) {
    return place(delivery);
  }

  static Collection<?> place(Delivery delivery) {
    return List.of(List.of(delivery.request(), delivery.kind(), delivery.target()));
  }
}
