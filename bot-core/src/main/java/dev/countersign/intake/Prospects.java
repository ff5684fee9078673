package dev.countersign.intake;

import dev.countersign.audit.AuditHead;
import dev.countersign.execution.ActionExecutor;
import dev.countersign.execution.OutsideExecutor;
import dev.countersign.grant.QuorumProspects;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RelatedRequests;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.Agent;
import dev.countersign.people.Electorate;
import dev.countersign.policy.Circumstances;
import dev.countersign.policy.Counts;
import dev.countersign.policy.Finding;
import dev.countersign.policy.Gate;
import dev.countersign.policy.Lapse;
import dev.countersign.policy.Ruling;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Proposal;
import dev.countersign.proposal.ProposalDraft;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.Ulid;
import dev.countersign.request.ApprovalRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Rules on a draft by everything that is known at this moment: the policy, the circumstances, and
/// whether enough people could approve it.
final class Prospects {
  /// How far back an identical action makes a proposal a possible duplicate.
  static final Duration LATELY = Duration.ofHours(24);

  private static final Finding NOT_HELD =
      Finding.of(
          "attachments",
          Electorate.NOBODY,
          "Attachments must be opened by whoever approves, and the gate does not have their bytes."
              + " Hand them in first, or put what they say into the message.");

  private final RulingDesk rulings;
  private final ActionExecutor executor;
  private final QuorumProspects quorums;
  private final AttachmentChecks attachments;
  private final Ledger ledger;
  private final InstantSource ledgerClock;
  private final Ulid ids;

  Prospects(
      RulingDesk rulings,
      ActionExecutor executor,
      QuorumProspects quorums,
      AttachmentChecks attachments,
      Ledger ledger,
      InstantSource ledgerClock,
      Ulid ids) {
    this.rulings = rulings;
    this.executor = executor;
    this.quorums = quorums;
    this.attachments = attachments;
    this.ledger = ledger;
    this.ledgerClock = ledgerClock;
    this.ids = ids;
  }

  /// @param usedUp rules whose standing approval has no room for it
  Prospect of(Agent agent, ProposalDraft draft, Map<String, Lapse> usedUp) {
    Instant now = ledgerClock.instant();
    // First, as it names the people that are ruled by.
    RelatedRequests related =
        ledger.related(
            agent.id(),
            draft.action().digest(),
            draft.action().target(),
            now.minus(LATELY),
            draft.supersedes());
    RulingDesk.Ruled ruled =
        rulings.rule(agent, draft.action(), draft.context(), now, related.imported(), usedUp);
    Proposal proposal =
        new Proposal(
            new ProposalId(ProposalId.PREFIX + ids.next()),
            agent.id(),
            ruled.agent().owner(),
            draft.action(),
            draft.context(),
            now);
    PolicyDeadline deadline = PolicyDeadline.of(ruled.ruling(), ruled.asked(), now);
    Ruling known = ruled.ruling().in(circumstances(agent, draft, ruled, related));
    Ruling noted = deadline.how().map(known::noting).orElse(known);
    Ruling ruling =
        noted.openFirst().isEmpty() || noted.circumstances().attachmentsHeld()
            ? noted
            : noted.refusedBecause(NOT_HELD);
    Prospect prospect = prospect(draft, proposal, ruling, ruled, deadline.at());
    return ruling.gate() == Gate.ASK ? refusedIfNobodyCan(prospect) : prospect;
  }

  /// What would become of it if it were to take effect now. It uses no standing approval: for
  /// evaluations and dry runs.
  Prospect usingNothing(Agent agent, ProposalDraft draft) {
    Map<String, Lapse> usedUp = new HashMap<>();
    while (true) {
      Prospect prospect = of(agent, draft, usedUp);
      Counts counts =
          prospect.ruling().isToBeCounted()
              ? ledger.counts(prospect.ruling().allowances())
              : new Counts(prospect.proposal().at(), List.of());
      Map<String, Lapse> more = counts.usedUp(prospect.ruling().allowances());
      if (more.isEmpty()) {
        return prospect(
            draft,
            prospect.proposal(),
            prospect.ruling().usingNothing(counts),
            prospect.ruled(),
            prospect.byPolicy());
      }
      // A rule that falls back uses nothing any more, so this ends.
      usedUp.putAll(more);
    }
  }

  private Circumstances circumstances(
      Agent agent, ProposalDraft draft, RulingDesk.Ruled ruled, RelatedRequests related) {
    return new Circumstances(
        rulings.audience(draft.action()),
        executor.executes(draft.action().targetSystem()),
        related.same(),
        related.onTarget().filter(other -> !related.same().equals(Optional.of(other))),
        executor.reading(draft.action()),
        // Without beneficiaries it is plain, and such rulings keep their bytes.
        ruled.ruling().beneficiaries().isEmpty() ? Optional.empty() : ruled.actsFor(),
        executor.outside(draft.action().targetSystem()).map(OutsideExecutor::name),
        attachments.areHeld(agent.id(), draft.action()),
        draft.recordRead(),
        undoneBy(draft.action()));
  }

  /// An update is set back by another one, wherever it was made.
  private Optional<RecordChange.Operation> undoneBy(Action action) {
    return action.changes() instanceof RecordChange change
        ? change
            .operation()
            .reverse()
            .filter(_ -> change.operation() != RecordChange.Operation.UPDATE)
            .filter(executor.operations(action)::contains)
        : Optional.empty();
  }

  private Prospect refusedIfNobodyCan(Prospect prospect) {
    RulingDesk.Ruled ruled = prospect.ruled();
    List<Finding> why = quorums.whyNobodyCan(record(prospect), ruled.asked(), ruled.routing());
    if (why.isEmpty()) {
      return prospect;
    }
    Ruling refused = prospect.ruling();
    for (Finding finding : why) {
      refused = refused.refusedBecause(finding);
    }
    return prospect(prospect.draft(), prospect.proposal(), refused, ruled, prospect.byPolicy());
  }

  private static Prospect prospect(
      ProposalDraft draft,
      Proposal proposal,
      Ruling ruling,
      RulingDesk.Ruled ruled,
      Instant byPolicy) {
    ApprovalRequest request =
        ApprovalRequest.opened(
            proposal.id(),
            proposal.context().revision(),
            proposal.action().digest(),
            ruling.gate(),
            ruling.stages(),
            ruled.conflicted(),
            deadline(draft, byPolicy),
            ruling.timing().remindAt(),
            ruling.timing().extension(),
            proposal.at());
    return new Prospect(draft, proposal, ruling, request, ruled, byPolicy);
  }

  /// An agent may want its answer sooner than the policy gives, not later.
  private static Instant deadline(ProposalDraft draft, Instant byPolicy) {
    return draft
        .expiresAt()
        .filter(end -> end.isBefore(byPolicy))
        .orElse(byPolicy)
        .truncatedTo(ChronoUnit.MICROS);
  }

  /// As it would stand in the ledger.
  static RequestRecord record(Prospect prospect) {
    return new RequestRecord(
        prospect.proposal(),
        prospect.ruling(),
        prospect.request(),
        AuditHead.genesis(prospect.proposal().id()),
        Optional.empty(),
        List.of(),
        prospect.proposal().at());
  }
}
