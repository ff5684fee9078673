package dev.countersign.faults;

import dev.countersign.ledger.Commit;
import dev.countersign.ledger.CommitResult;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.ForwardingLedger;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.OpenResult;
import dev.countersign.ledger.Opening;
import dev.countersign.proposal.ProposalId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/// Counts the places before and after everything that lasts, and stops at one of them.
final class CrashPoints {
  static final int KILLED = 137;

  private final int last;
  private final Runnable end;
  private final AtomicInteger passed = new AtomicInteger();

  /// @param last the point that is not passed, counted from 1; 0 for none
  /// @param end what happens there, which does not return
  CrashPoints(int last, Runnable end) {
    this.last = last;
    this.end = end;
  }

  /// Ends the process as `kill -9` would: no hook runs, no connection is closed.
  static CrashPoints fatal(int last) {
    return new CrashPoints(last, () -> Runtime.getRuntime().halt(KILLED));
  }

  void point() {
    if (passed.incrementAndGet() == last) {
      end.run();
    }
  }

  int passed() {
    return passed.get();
  }

  Ledger around(Ledger ledger) {
    return new ForwardingLedger(ledger) {
      @Override
      public OpenResult open(Opening opening) {
        point();
        OpenResult result = super.open(opening);
        point();
        return result;
      }

      @Override
      public OpenResult attach(
          ProposalId pending, Optional<Commit> note, Optional<Opening.Idempotency> idempotency) {
        point();
        OpenResult result = super.attach(pending, note, idempotency);
        point();
        return result;
      }

      @Override
      public CommitResult commit(Commit commit) {
        point();
        CommitResult result = super.commit(commit);
        point();
        return result;
      }
    };
  }

  /// Leases end at once here, so that whoever comes after a crash need not wait for them.
  Deliveries around(Deliveries deliveries) {
    return new Deliveries() {
      @Override
      public List<Delivery> claim(DeliveryKind kind, int most, Duration lease) {
        List<Delivery> claimed = deliveries.claim(kind, most, Duration.ofMillis(1));
        point();
        return claimed;
      }

      @Override
      public List<ProposalId> open(
          DeliveryKind kind, String target, Optional<ProposalId> after, int most) {
        return deliveries.open(kind, target, after, most);
      }

      @Override
      public boolean settle(Delivery delivery) {
        boolean closed = deliveries.settle(delivery);
        point();
        return closed;
      }

      @Override
      public Left keep(Delivery delivery, Duration pause, Optional<NamedMessage> message) {
        Left left = deliveries.keep(delivery, pause, message);
        point();
        return left;
      }

      @Override
      public void wake(String target, int most) {
        deliveries.wake(target, most);
        point();
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
        point();
      }

      @Override
      public boolean fail(Delivery delivery, Failure failure, Duration wait, int most) {
        boolean held = deliveries.fail(delivery, failure, wait, most);
        point();
        return held;
      }
    };
  }
}
