package dev.countersign.bench;

import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.proposal.ProposalId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Tells of each delivery that was settled, once it is: the end of an execution.
final class TellingDeliveries implements Deliveries {
  private final Deliveries deliveries;
  private volatile Consumer<Delivery> settled = _ -> {};

  TellingDeliveries(Deliveries deliveries) {
    this.deliveries = deliveries;
  }

  /// Who is told from now on.
  void tell(Consumer<Delivery> to) {
    settled = to;
  }

  @Override
  public List<Delivery> claim(DeliveryKind kind, int most, Duration lease) {
    return deliveries.claim(kind, most, lease);
  }

  @Override
  public List<ProposalId> open(
      DeliveryKind kind, String target, Optional<ProposalId> after, int most) {
    return deliveries.open(kind, target, after, most);
  }

  @Override
  public boolean settle(Delivery delivery) {
    boolean closed = deliveries.settle(delivery);
    settled.accept(delivery);
    return closed;
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
