package dev.countersign.store;

import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.proposal.ProposalId;
import dev.countersign.store.PostgresDeliveries.Kept;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The outbox, where what is done at the same time is settled or kept together.
final class GroupedDeliveries implements Deliveries {
  private final PostgresDeliveries single;
  private final BatchQueue<Delivery, Boolean> settled;
  private final BatchQueue<Kept, Left> kept;

  GroupedDeliveries(Database database) {
    this.single = new PostgresDeliveries(database);
    this.settled =
        new BatchQueue<>("settled deliveries", database.config(), new SettleBatch(single));
    this.kept = new BatchQueue<>("kept deliveries", database.config(), new KeepBatch(single));
  }

  @Override
  public List<ProposalId> open(
      DeliveryKind kind, String target, Optional<ProposalId> after, int most) {
    return single.open(kind, target, after, most);
  }

  @Override
  public boolean settle(Delivery delivery) {
    return settled.ask(delivery);
  }

  @Override
  public List<Delivery> claim(DeliveryKind kind, int most, Duration lease) {
    return single.claim(kind, most, lease);
  }

  @Override
  public Left keep(Delivery delivery, Duration pause, Optional<NamedMessage> message) {
    return kept.ask(new Kept(delivery, pause, message));
  }

  @Override
  public void wake(String target, int most) {
    single.wake(target, most);
  }

  @Override
  public void recheck(String targets, int most) {
    single.recheck(targets, most);
  }

  @Override
  public void probe(Duration wait, int most) {
    single.probe(wait, most);
  }

  @Override
  public void postpone(Delivery delivery, Duration wait) {
    single.postpone(delivery, wait);
  }

  @Override
  public boolean fail(Delivery delivery, Failure failure, Duration wait, int most) {
    return single.fail(delivery, failure, wait, most);
  }
}
