package dev.countersign.app.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.proposal.ProposalId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class DeliveriesWhileTest {
  private static final Duration LEASE = Duration.ofSeconds(30);

  private final AtomicBoolean known = new AtomicBoolean(true);
  private final AtomicBoolean found = new AtomicBoolean(true);
  private final AlwaysOneDue due = new AlwaysOneDue();
  private final Deliveries deliveries = new DeliveriesWhile(due, known::get, found::get);

  @Test
  void aReplicaThatMayClaims() {
    assertThat(deliveries.claim(DeliveryKind.EXECUTE, 1, LEASE)).hasSize(1);
    assertThat(due.left).isEmpty();
  }

  @Test
  void aReplicaThatMayNotClaimsNothing() {
    known.set(false);
    assertThat(deliveries.claim(DeliveryKind.EXECUTE, 1, LEASE)).isEmpty();
    assertThat(due.claims).isZero();
  }

  @Test
  void whatIsClaimedAsItBecomesKnownIsLeftToTheOthersAtOnce() {
    found.set(false);
    assertThat(deliveries.claim(DeliveryKind.EXECUTE, 1, LEASE)).isEmpty();
    assertThat(due.left).containsExactly(Duration.ZERO);
  }

  private static final class AlwaysOneDue implements Deliveries {
    final List<Duration> left = new ArrayList<>();
    int claims;

    @Override
    public List<ProposalId> open(
        DeliveryKind kind, String target, Optional<ProposalId> after, int most) {
      return List.of();
    }

    @Override
    public List<Delivery> claim(DeliveryKind kind, int most, Duration lease) {
      claims++;
      return List.of(
          new Delivery(
              new ProposalId("prop_01ARZ3NDEKTSV4RRFFQ69G5FAV"), kind, "", 1, 1, new UUID(0, 1)));
    }

    @Override
    public boolean settle(Delivery delivery) {
      return true;
    }

    @Override
    public Left keep(Delivery delivery, Duration pause, Optional<NamedMessage> message) {
      left.add(pause);
      return new Left(true, false);
    }

    @Override
    public void wake(String target, int most) {}

    @Override
    public void recheck(String targets, int most) {}

    @Override
    public void probe(Duration wait, int most) {}

    @Override
    public void postpone(Delivery delivery, Duration wait) {}

    @Override
    public boolean fail(Delivery delivery, Failure failure, Duration wait, int most) {
      return false;
    }
  }
}
