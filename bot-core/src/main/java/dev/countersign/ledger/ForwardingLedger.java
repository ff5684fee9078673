package dev.countersign.ledger;

import dev.countersign.audit.AuditEntry;
import dev.countersign.freeze.Freezing;
import dev.countersign.json.Digest;
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

/// Hands every call on to another ledger. Whoever does something of its own with some of them
/// overrides those.
public abstract class ForwardingLedger implements Ledger {
  private final Ledger to;

  protected ForwardingLedger(Ledger to) {
    this.to = to;
  }

  /// Asked for each call.
  protected Ledger to() {
    return to;
  }

  @Override
  public OpenResult open(Opening opening) {
    return to().open(opening);
  }

  @Override
  public Counts counts(List<Allowance> allowances) {
    return to().counts(allowances);
  }

  @Override
  public OpenResult attach(
      ProposalId pending, Optional<Commit> note, Optional<Opening.Idempotency> idempotency) {
    return to().attach(pending, note, idempotency);
  }

  @Override
  public RelatedRequests related(
      AgentId agent,
      Digest action,
      Optional<Digest> target,
      Instant since,
      Optional<ProposalId> except) {
    return to().related(agent, action, target, since, except);
  }

  @Override
  public CommitResult commit(Commit commit) {
    return to().commit(commit);
  }

  @Override
  public Optional<OpenResult> opened(Opening.Idempotency idempotency) {
    return to().opened(idempotency);
  }

  @Override
  public Optional<RequestRecord> find(ProposalId id) {
    return to().find(id);
  }

  @Override
  public Optional<OnChain> findOnChain(ProposalId id) {
    return to().findOnChain(id);
  }

  @Override
  public List<RequestRecord> findAll(List<ProposalId> ids) {
    return to().findAll(ids);
  }

  @Override
  public List<ProposalId> due(int most) {
    return to().due(most);
  }

  @Override
  public List<WaitingLine> waiting(
      PersonId asker,
      Set<GroupName> groups,
      WaitingFilter filter,
      Optional<WaitingPlace> after,
      int most) {
    return to().waiting(asker, groups, filter, after, most);
  }

  @Override
  public List<DecidedLine> decided(PersonId person, Optional<DecidedPlace> after, int most) {
    return to().decided(person, after, most);
  }

  @Override
  public List<RequestRecord> list(
      AgentId agent, Optional<RequestStatus> status, Optional<ProposalId> before, int most) {
    return to().list(agent, status, before, most);
  }

  @Override
  public List<RequestRecord> onTarget(Digest target, int most) {
    return to().onTarget(target, most);
  }

  @Override
  public Optional<ProposalId> postedAt(ChatAddress address, String messageId) {
    return to().postedAt(address, messageId);
  }

  @Override
  public Optional<ProposalId> granted(GrantId grant) {
    return to().granted(grant);
  }

  @Override
  public List<ProposalId> batch(BatchId batch) {
    return to().batch(batch);
  }

  @Override
  public List<AuditEntry> audit(ProposalId id) {
    return to().audit(id);
  }

  @Override
  public List<ProposalId> idsAfter(Optional<ProposalId> after, int most) {
    return to().idsAfter(after, most);
  }

  @Override
  public Freezing freezing() {
    return to().freezing();
  }

  @Override
  public boolean keepsPasskey(int number) {
    return to().keepsPasskey(number);
  }

  @Override
  public Instant now() {
    return to().now();
  }
}
