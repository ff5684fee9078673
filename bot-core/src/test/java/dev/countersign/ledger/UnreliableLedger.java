package dev.countersign.ledger;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.AuditFact;
import dev.countersign.audit.EntryType;
import dev.countersign.freeze.Freezing;
import dev.countersign.json.Digest;
import dev.countersign.json.JsonObject;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/// A ledger in front of another: it goes away, it loses answers, and it hears no interrupted
/// thread.
public final class UnreliableLedger implements Ledger {
  private final Ledger ledger;
  private final Set<ProposalId> damaged = ConcurrentHashMap.newKeySet();
  private final AtomicInteger away = new AtomicInteger();
  private volatile CountDownLatch answering = new CountDownLatch(0);
  private final AtomicInteger losing = new AtomicInteger();
  private final AtomicInteger overtaking = new AtomicInteger();
  private final AtomicInteger ending = new AtomicInteger(Integer.MAX_VALUE);

  public UnreliableLedger(Ledger ledger) {
    this.ledger = ledger;
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
  private Ledger reached() {
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
    return ledger;
  }

  @Override
  public OpenResult open(Opening opening) {
    return reached().open(opening);
  }

  @Override
  public Counts counts(List<Allowance> allowances) {
    return reached().counts(allowances);
  }

  @Override
  public OpenResult attach(
      ProposalId pending, Optional<Commit> note, Optional<Opening.Idempotency> idempotency) {
    return reached().attach(pending, note, idempotency);
  }

  @Override
  public RelatedRequests related(
      AgentId agent,
      Digest action,
      Optional<Digest> target,
      Instant since,
      Optional<ProposalId> except) {
    return reached().related(agent, action, target, since, except);
  }

  @Override
  public Optional<OpenResult> opened(Opening.Idempotency idempotency) {
    return reached().opened(idempotency);
  }

  @Override
  public Optional<RequestRecord> find(ProposalId id) {
    Ledger reached = reached();
    if (damaged.contains(id)) {
      throw new DamagedRecordException.Unreadable(
          id, new IllegalArgumentException("no state is spelled so"));
    }
    return reached.find(id);
  }

  @Override
  public CommitResult commit(Commit commit) {
    if (overtaking.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      reached().commit(anotherStep(commit.id()));
    }
    if (ending.getAndDecrement() <= 0) {
      throw new EndedException();
    }
    CommitResult result = reached().commit(commit);
    if (losing.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new LedgerUnavailableException("the answer was lost");
    }
    return result;
  }

  private Commit anotherStep(ProposalId id) {
    return Step.on(ledger.find(id).orElseThrow())
        .noting(new AuditFact(EntryType.PROPOSED_AGAIN, "agent:support-bot", JsonObject.EMPTY))
        .answering(true)
        .commit()
        .orElseThrow();
  }

  @Override
  public List<ProposalId> due(int most) {
    return reached().due(most);
  }

  @Override
  public List<WaitingLine> waiting(
      PersonId asker,
      Set<GroupName> groups,
      WaitingFilter filter,
      Optional<WaitingPlace> after,
      int most) {
    return reached().waiting(asker, groups, filter, after, most);
  }

  @Override
  public List<DecidedLine> decided(PersonId person, Optional<DecidedPlace> after, int most) {
    return reached().decided(person, after, most);
  }

  @Override
  public List<RequestRecord> list(
      AgentId agent, Optional<RequestStatus> status, Optional<ProposalId> before, int most) {
    return reached().list(agent, status, before, most);
  }

  @Override
  public List<RequestRecord> onTarget(Digest target, int most) {
    return reached().onTarget(target, most);
  }

  @Override
  public Optional<ProposalId> postedAt(ChatAddress address, String messageId) {
    return reached().postedAt(address, messageId);
  }

  @Override
  public Optional<ProposalId> granted(GrantId grant) {
    return reached().granted(grant);
  }

  @Override
  public List<ProposalId> batch(BatchId batch) {
    return reached().batch(batch);
  }

  @Override
  public List<AuditEntry> audit(ProposalId id) {
    return reached().audit(id);
  }

  @Override
  public List<ProposalId> idsAfter(Optional<ProposalId> after, int most) {
    return reached().idsAfter(after, most);
  }

  @Override
  public Freezing freezing() {
    return reached().freezing();
  }

  @Override
  public Instant now() {
    return reached().now();
  }
}
