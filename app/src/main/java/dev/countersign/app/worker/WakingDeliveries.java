package dev.countersign.app.worker;

import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.proposal.ProposalId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// Wakes the workers of this process for what is due at once although no commit ordered it just
/// now: what was wanted while somebody carried it out, and what a place takes again. Give it to
/// those who carry out deliveries.
///
/// @param wakeUp gets the kinds
public record WakingDeliveries(Deliveries deliveries, Consumer<Set<DeliveryKind>> wakeUp)
    implements Deliveries {

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
    if (!closed) {
      wakeUp.accept(Set.of(delivery.kind()));
    }
    return closed;
  }

  @Override
  public Left keep(Delivery delivery, Duration pause, Optional<NamedMessage> message) {
    Left left = deliveries.keep(delivery, pause, message);
    if (left.due()) {
      wakeUp.accept(Set.of(delivery.kind()));
    }
    return left;
  }

  @Override
  public void wake(String target, int most) {
    deliveries.wake(target, most);
    wakeUp.accept(Set.of(DeliveryKind.SHOW_CARD));
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
