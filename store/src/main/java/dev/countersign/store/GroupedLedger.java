package dev.countersign.store;

import dev.countersign.audit.AuditEntry;
import dev.countersign.evidence.EvidenceKeys;
import dev.countersign.json.Digest;
import dev.countersign.ledger.Commit;
import dev.countersign.ledger.CommitResult;
import dev.countersign.ledger.ForwardingLedger;
import dev.countersign.ledger.OpenResult;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.RelatedRequests;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.store.PostgresLedger.RowOnChain;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Commits what comes at the same time together, and reads it together: a durable transaction costs
/// as much for one step as for sixty. Nobody is answered before the own step has landed. What is
/// asked of one request alone in [PostgresLedger] and what is asked here have one answer.
///
/// Decisions have a queue of their own, so that no flood of proposals or executions keeps people
/// waiting.
final class GroupedLedger extends ForwardingLedger {
  private final PostgresLedger single;
  private final EvidenceKeys keys;
  private final FrozenParts frozen = new FrozenParts();
  private final BatchQueue<OpenRow, OpenResult> openings;
  private final BatchQueue<CommitRow, CommitResult> decisions;
  private final BatchQueue<CommitRow, CommitResult> steps;
  private final BatchQueue<ProposalId, Optional<RequestRow>> records;
  private final BatchQueue<ProposalId, List<AuditEntry>> chains;
  private final BatchQueue<ProposalId, Optional<RowOnChain>> recordsOnChains;
  private final BatchQueue<RelatedQuestion, RelatedRequests> questions;
  private final Optional<Integer> under;

  GroupedLedger(Database database, EvidenceKeys keys) {
    this(database, new PostgresLedger(database, keys), keys);
  }

  private GroupedLedger(Database database, PostgresLedger single, EvidenceKeys keys) {
    super(single);
    StoreConfig config = database.config();
    this.single = single;
    this.keys = keys;
    this.openings = new BatchQueue<>("openings", config, new OpenBatch(database, single, keys));
    this.decisions = new BatchQueue<>("decisions", config, new CommitBatch(database, single));
    this.steps = new BatchQueue<>("steps", config, new CommitBatch(database, single));
    this.records =
        new BatchQueue<>(
            "reads of requests",
            config,
            new ReadBatch<ProposalId, Optional<RequestRow>>(single::rows, Optional.empty()));
    this.chains =
        new BatchQueue<>(
            "reads of chains",
            config,
            new ReadBatch<ProposalId, List<AuditEntry>>(single::audits, List.of()));
    this.recordsOnChains =
        new BatchQueue<>(
            "reads of requests and chains",
            config,
            new ReadBatch<ProposalId, Optional<RowOnChain>>(single::onChains, Optional.empty()));
    this.questions =
        new BatchQueue<>(
            "reads of earlier requests",
            config,
            new ReadBatch<RelatedQuestion, RelatedRequests>(
                single::related, RelatedQuestion.NOTHING));
    this.under = Optional.empty();
  }

  private GroupedLedger(GroupedLedger same, int under) {
    super(same.single);
    this.single = same.single;
    this.keys = same.keys;
    this.openings = same.openings;
    this.decisions = same.decisions;
    this.steps = same.steps;
    this.records = same.records;
    this.chains = same.chains;
    this.recordsOnChains = same.recordsOnChains;
    this.questions = same.questions;
    this.under = Optional.of(under);
  }

  /// The same ledger for steps that are computed with one version: what rests on it lands only
  /// while it is in force.
  GroupedLedger under(int version) {
    return new GroupedLedger(this, version);
  }

  /// How much was written so far, and in how many transactions.
  PostgresStore.Written written() {
    List<BatchQueue.Batches> all =
        List.of(openings.batches(), decisions.batches(), steps.batches());
    return new PostgresStore.Written(
        all.stream().mapToLong(BatchQueue.Batches::count).sum(),
        all.stream().mapToLong(BatchQueue.Batches::items).sum());
  }

  @Override
  public OpenResult open(Opening opening) {
    return openings.ask(OpenRow.of(opening, keys, under));
  }

  @Override
  public CommitResult commit(Commit commit) {
    CommitRow row = CommitRow.of(commit, keys, under);
    return commit.vote().isPresent() ? decisions.ask(row) : steps.ask(row);
  }

  @Override
  public Optional<RequestRecord> find(ProposalId id) {
    return records.ask(id).map(this::understood);
  }

  /// @throws dev.countersign.ledger.DamagedRecordException.Unreadable when it is not one that a
  ///   gate wrote
  RequestRecord understood(RequestRow row) {
    return single.under(row, RequestRows.record(row, frozen::of));
  }

  @Override
  public Optional<OnChain> findOnChain(ProposalId id) {
    return recordsOnChains
        .ask(id)
        .map(found -> single.onChain(found, RequestRows.record(found.row(), frozen::of)));
  }

  @Override
  public List<AuditEntry> audit(ProposalId id) {
    return chains.ask(id);
  }

  @Override
  public RelatedRequests related(
      AgentId agent,
      Digest action,
      Optional<Digest> target,
      Instant since,
      Optional<ProposalId> except) {
    return questions.ask(new RelatedQuestion(agent, action, target, since, except));
  }
}
