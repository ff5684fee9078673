package dev.countersign.ledger;

import dev.countersign.audit.AuditFact;
import dev.countersign.audit.EntryType;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ProposalId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// A ledger in front of another: it goes away, it loses answers, and it hears no interrupted
/// thread.
public final class UnreliableLedger extends ForwardingLedger {
  private final Set<ProposalId> damaged = ConcurrentHashMap.newKeySet();
  private final AtomicInteger away = new AtomicInteger();
  private volatile CountDownLatch answering = new CountDownLatch(0);
  private final AtomicInteger losing = new AtomicInteger();
  private final AtomicInteger overtaking = new AtomicInteger();
  private final AtomicInteger ending = new AtomicInteger(Integer.MAX_VALUE);

  public UnreliableLedger(Ledger ledger) {
    super(ledger);
  }

  /// The next calls find nobody.
  public void goAway(int calls) {
    away.set(calls);
  }

  /// Every call hangs until this is counted down.
  public void hang(CountDownLatch until) {
    answering = until;
  }

  /// The next commits land, and nobody hears of it.
  public void loseAnswers(int commits) {
    losing.set(commits);
  }

  /// The process ends right after so many more commits have landed.
  public void endAfter(int commits) {
    ending.set(commits);
  }

  /// What a process that ended looks like from inside a test.
  public static final class EndedException extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /// Somebody else's step lands right before each of the next commits.
  public void overtake(int commits) {
    overtaking.set(commits);
  }

  /// What is stored of this one cannot be read from now on.
  public void damage(ProposalId id) {
    damaged.add(id);
  }

  /// Nobody who is interrupted gets a connection.
  @Override
  protected Ledger to() {
    try {
      answering.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new LedgerUnavailableException("interrupted");
    }
    if (away.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new LedgerUnavailableException("away");
    }
    return super.to();
  }

  @Override
  public Optional<RequestRecord> find(ProposalId id) {
    Ledger reached = to();
    requireUndamaged(id);
    return reached.find(id);
  }

  @Override
  public Optional<OnChain> findOnChain(ProposalId id) {
    Ledger reached = to();
    requireUndamaged(id);
    return reached.findOnChain(id);
  }

  @Override
  public List<RequestRecord> findAll(List<ProposalId> ids) {
    return to().findAll(ids.stream().filter(id -> !damaged.contains(id)).toList());
  }

  private void requireUndamaged(ProposalId id) {
    if (damaged.contains(id)) {
      throw new DamagedRecordException.Unreadable(
          id, new IllegalArgumentException("no state is spelled so"));
    }
  }

  @Override
  public CommitResult commit(Commit commit) {
    if (overtaking.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      to().commit(anotherStep(commit.id()));
    }
    if (ending.getAndDecrement() <= 0) {
      throw new EndedException();
    }
    CommitResult result = to().commit(commit);
    if (losing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new LedgerUnavailableException("the answer was lost");
    }
    return result;
  }

  private Commit anotherStep(ProposalId id) {
    return Step.on(super.to().find(id).orElseThrow())
        .noting(new AuditFact(EntryType.PROPOSED_AGAIN, "agent:support-bot", JsonObject.EMPTY))
        .answering(true)
        .commit()
        .orElseThrow();
  }
}
