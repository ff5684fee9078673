package dev.countersign.app.worker;

import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.proposal.ProposalId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Leaves to other replicas what this one may not judge.
///
/// @param holds whether it may, as far as it knows
/// @param holdsNow whether it may, looked at anew
public record DeliveriesWhile(
    Deliveries deliveries, BooleanSupplier holds, BooleanSupplier holdsNow) implements Deliveries {

  @Override
  public List<Delivery> claim(DeliveryKind kind, int most, Duration lease) {
    if (!holds.getAsBoolean()) {
      return List.of();
    }
    List<Delivery> claimed = deliveries.claim(kind, most, lease);
    // It may have changed since somebody looked.
    if (claimed.isEmpty() || holdsNow.getAsBoolean()) {
      return claimed;
    }
    claimed.forEach(delivery -> deliveries.keep(delivery, Duration.ZERO));
    return List.of();
  }

  @Override
  public List<ProposalId> open(
      DeliveryKind kind, String target, Optional<ProposalId> after, int most) {
    return deliveries.open(kind, target, after, most);
  }

  @Override
  public boolean settle(Delivery delivery) {
    return deliveries.settle(delivery);
  }

  @Override
  public Left keep(Delivery delivery, Duration pause, Optional<NamedMessage> message) {
    return deliveries.keep(delivery, pause, message);
  }

  @Override
  public void wake(String target, int most) {
    deliveries.wake(target, most);
  }

  @Override
  public void recheck(String targets, int most) {
    deliveries.recheck(targets, most);
  }

  @Override
  public void probe(Duration wait, int most) {
    deliveries.probe(wait, most);
  }

  @Override
  public void postpone(Delivery delivery, Duration wait) {
    deliveries.postpone(delivery, wait);
  }

  @Override
  public boolean fail(Delivery delivery, Failure failure, Duration wait, int most) {
    return deliveries.fail(delivery, failure, wait, most);
  }
}
