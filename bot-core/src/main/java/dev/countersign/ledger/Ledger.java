package dev.countersign.ledger;

import dev.countersign.audit.AuditEntry;
import dev.countersign.freeze.Freezing;
import dev.countersign.json.Digest;
import dev.countersign.people.ChatAddress;
import dev.countersign.policy.Allowance;
import dev.countersign.policy.Counts;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.TagName;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.BatchId;
import dev.countersign.request.GrantId;
import dev.countersign.request.RequestStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The port to durable approval state. The row is the authority: nothing is decided from memory.
///
/// Every method is one round trip where the store can make it so, may be called from any number of
/// threads and replicas, and throws [LedgerUnavailableException] when the store cannot answer; then
/// nothing is known to have happened and the caller reads again.
public interface Ledger {

  OpenResult open(Opening opening);

  /// What the limits of these allowances have counted by now. Nothing is held: it may be more the
  /// moment after.
  ///
  /// @param allowances with at least one charge
  Counts counts(List<Allowance> allowances);

  /// Lets an identical proposal stand beside a pending request, in one transaction: its key from
  /// then on means that request.
  ///
  /// @param note an entry in the request's chain; without one only the key is kept
  /// @return [OpenResult.Attached], [OpenResult.Overtaken], or what the key stands for already
  OpenResult attach(
      ProposalId pending, Optional<Commit> note, Optional<Opening.Idempotency> idempotency);

  /// What this agent has proposed already: with exactly this action, if it was made since then, and
  /// on this target, if it waits.
  RelatedRequests related(
      AgentId agent,
      Digest action,
      Optional<Digest> target,
      Instant since,
      Optional<ProposalId> except);

  /// What an idempotency key stands for already: [OpenResult.Replayed], [OpenResult.KeyReused], or
  /// nothing.
  Optional<OpenResult> opened(Opening.Idempotency idempotency);

  Optional<RequestRecord> find(ProposalId id);

  /// A request with its chain, for a step that looks at both: in one round trip where the store
  /// can. Entries that came after the record was read may be among them; a commit on it is then
  /// overtaken.
  default Optional<OnChain> findOnChain(ProposalId id) {
    return find(id).map(record -> new OnChain(record, audit(id)));
  }

  /// @param chain the whole chain in order
  record OnChain(RequestRecord record, List<AuditEntry> chain) {
    public OnChain {
      chain = List.copyOf(chain);
    }
  }

  /// Several for a page, in the order of the ids. Those that there are not, or that do not read,
  /// are left out.
  default List<RequestRecord> findAll(List<ProposalId> ids) {
    List<RequestRecord> found = new ArrayList<>();
    for (ProposalId id : ids) {
      try {
        find(id).ifPresent(found::add);
      } catch (DamagedRecordException e) {
        // Whoever asks for it by itself hears why.
      }
    }
    return found;
  }

  CommitResult commit(Commit commit);

  /// Pending requests of which time asks for something by the ledger's clock
  /// ([dev.countersign.request.Timetable]), the longest due first.
  List<ProposalId> due(int most);

  /// Pending requests that one of these groups decides now: the highest risk first, then the
  /// nearest deadline, then by id. Fewer than `most` only where no more wait.
  ///
  /// @param asker whose own vote is looked for
  /// @param after only what comes after this one: the cursor
  List<WaitingLine> waiting(
      PersonId asker,
      Set<GroupName> groups,
      WaitingFilter filter,
      Optional<WaitingPlace> after,
      int most);

  /// The same of one tag, or of all.
  default List<WaitingLine> waiting(
      PersonId asker,
      Set<GroupName> groups,
      Optional<TagName> tag,
      Optional<WaitingPlace> after,
      int most) {
    return waiting(asker, groups, WaitingFilter.tagged(tag), after, most);
  }

  /// What a person decided, the latest first; not what others decided in their place.
  ///
  /// @param after only what comes after this one: the cursor
  List<DecidedLine> decided(PersonId person, Optional<DecidedPlace> after, int most);

  /// An agent's requests, newest first.
  ///
  /// @param status one of the words of `RequestView`'s `status`; empty for all
  /// @param before only ids below this one: the cursor
  List<RequestRecord> list(
      AgentId agent, Optional<RequestStatus> status, Optional<ProposalId> before, int most);

  /// The newest requests about a target, whichever agents made them, the newest first. One that
  /// does not read is left out.
  ///
  /// @param target see [dev.countersign.proposal.Action#target]
  List<RequestRecord> onTarget(Digest target, int most);

  /// The request that keeps a card in this message; empty when none does.
  Optional<ProposalId> postedAt(ChatAddress address, String messageId);

  /// The request that a grant was issued for, whatever became of either; empty when there is no
  /// such grant.
  Optional<ProposalId> granted(GrantId grant);

  /// The requests that are in a batch, in the order of their ids; empty when there is none such.
  List<ProposalId> batch(BatchId batch);

  /// A request's whole chain in order.
  List<AuditEntry> audit(ProposalId id);

  /// The ids after `after`, in id order: for walks over everything.
  List<ProposalId> idsAfter(Optional<ProposalId> after, int most);

  /// What is frozen now, read fresh.
  Freezing freezing();

  /// Whether nobody has removed this passkey, read fresh. A row is enough to say that it was.
  ///
  /// @param number of the deployment's entry that enrolled it
  boolean keepsPasskey(int number);

  /// The ledger's clock, in whole microseconds: finer parts of an instant are not kept, so take
  /// every instant that is to be committed from here.
  Instant now();
}
