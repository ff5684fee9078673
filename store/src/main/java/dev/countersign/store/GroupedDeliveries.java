package dev.countersign.store;

import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import java.time.Duration;
import java.util.List;

/// The outbox, where what is done at the same time is settled together.
final class GroupedDeliveries implements Deliveries {
  private final PostgresDeliveries single;
  private final BatchQueue<Delivery, Boolean> settled;

  GroupedDeliveries(Database database) {
    this.single = new PostgresDeliveries(database);
    this.settled =
        new BatchQueue<>("settled deliveries", database.config(), new SettleBatch(single));
  }

  @Override
  public void settle(Delivery delivery) {
    settled.ask(delivery);
  }

  @Override
  public List<Delivery> claim(DeliveryKind kind, int most, Duration lease) {
    return single.claim(kind, most, lease);
  }

  @Override
  public void keep(Delivery delivery, Duration pause) {
    single.keep(delivery, pause);
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
