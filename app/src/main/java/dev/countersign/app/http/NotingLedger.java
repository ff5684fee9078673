package dev.countersign.app.http;

import dev.countersign.audit.AuditEntry;
import dev.countersign.freeze.Freezing;
import dev.countersign.json.Digest;
import dev.countersign.ledger.Commit;
import dev.countersign.ledger.CommitResult;
import dev.countersign.ledger.DecidedLine;
import dev.countersign.ledger.DecidedPlace;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A ledger that tells [Changes] of every commit that lands through it. Give it to all that writes,
/// and every local change wakes its waiters.
public final class NotingLedger implements Ledger {
  private final Ledger ledger;
  private final Changes changes;

  public NotingLedger(Ledger ledger, Changes changes) {
    this.ledger = ledger;
    this.changes = changes;
  }

  @Override
  public OpenResult open(Opening opening) {
    OpenResult result = ledger.open(opening);
    if (result instanceof OpenResult.Opened) {
      opening.superseding().map(Commit::id).ifPresent(changes::changed);
    }
    return result;
  }

  @Override
  public Counts counts(List<Allowance> allowances) {
    return ledger.counts(allowances);
  }

  @Override
  public OpenResult attach(
      ProposalId pending, Optional<Commit> note, Optional<Opening.Idempotency> idempotency) {
    return ledger.attach(pending, note, idempotency);
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
    CommitResult result = ledger.commit(commit);
    if (result instanceof CommitResult.Committed) {
      changes.changed(commit.id());
    }
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
  public Optional<OnChain> findOnChain(ProposalId id) {
    return ledger.findOnChain(id);
  }

  @Override
  public List<RequestRecord> findAll(List<ProposalId> ids) {
    return ledger.findAll(ids);
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
}
