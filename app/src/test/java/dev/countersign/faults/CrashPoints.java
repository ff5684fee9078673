package dev.countersign.faults;

import dev.countersign.audit.AuditEntry;
import dev.countersign.freeze.Freezing;
import dev.countersign.json.Digest;
import dev.countersign.ledger.Commit;
import dev.countersign.ledger.CommitResult;
import dev.countersign.ledger.DecidedLine;
import dev.countersign.ledger.DecidedPlace;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.OpenResult;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.RelatedRequests;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.WaitingFilter;
import dev.countersign.ledger.WaitingLine;
import dev.countersign.ledger.WaitingPlace;
import dev.countersign.people.ChatAddress;
import dev.countersign.policy.Allowance;
import dev.countersign.policy.Counts;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.BatchId;
import dev.countersign.request.GrantId;
import dev.countersign.request.RequestStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    return new Ledger() {
      @Override
      public OpenResult open(Opening opening) {
        point();
        OpenResult result = ledger.open(opening);
        point();
        return result;
      }

      @Override
      public Counts counts(List<Allowance> allowances) {
        return ledger.counts(allowances);
      }

      @Override
      public OpenResult attach(
          ProposalId pending, Optional<Commit> note, Optional<Opening.Idempotency> idempotency) {
        point();
        OpenResult result = ledger.attach(pending, note, idempotency);
        point();
        return result;
      }

      @Override
      public RelatedRequests related(
          AgentId agent,
          Digest action,
          Optional<Digest> target,
          Instant since,
          Optional<ProposalId> except) {
        return ledger.related(agent, action, target, since, except);
      }

      @Override
      public CommitResult commit(Commit commit) {
        point();
        CommitResult result = ledger.commit(commit);
        point();
        return result;
      }

      @Override
      public Optional<OpenResult> opened(Opening.Idempotency idempotency) {
        return ledger.opened(idempotency);
      }

      @Override
      public Optional<RequestRecord> find(ProposalId id) {
        return ledger.find(id);
      }

      @Override
      public List<ProposalId> due(int most) {
        return ledger.due(most);
      }

      @Override
      public List<WaitingLine> waiting(
          PersonId asker,
          Set<GroupName> groups,
          WaitingFilter filter,
          Optional<WaitingPlace> after,
          int most) {
        return ledger.waiting(asker, groups, filter, after, most);
      }

      @Override
      public List<DecidedLine> decided(PersonId person, Optional<DecidedPlace> after, int most) {
        return ledger.decided(person, after, most);
      }

      @Override
      public List<RequestRecord> list(
          AgentId agent, Optional<RequestStatus> status, Optional<ProposalId> before, int most) {
        return ledger.list(agent, status, before, most);
      }

      @Override
      public List<RequestRecord> onTarget(Digest target, int most) {
        return ledger.onTarget(target, most);
      }

      @Override
      public Optional<ProposalId> postedAt(ChatAddress address, String messageId) {
        return ledger.postedAt(address, messageId);
      }

      @Override
      public Optional<ProposalId> granted(GrantId grant) {
        return ledger.granted(grant);
      }

      @Override
      public List<ProposalId> batch(BatchId batch) {
        return ledger.batch(batch);
      }

      @Override
      public List<AuditEntry> audit(ProposalId id) {
        return ledger.audit(id);
      }

      @Override
      public List<ProposalId> idsAfter(Optional<ProposalId> after, int most) {
        return ledger.idsAfter(after, most);
      }

      @Override
      public Freezing freezing() {
        return ledger.freezing();
      }

      @Override
      public Instant now() {
        return ledger.now();
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
