package dev.countersign.intake;

import dev.countersign.audit.AuditEntryTooLargeException;
import dev.countersign.intake.IntakeResult.Declined;
import dev.countersign.intake.IntakeResult.Recorded;
import dev.countersign.ledger.Commit;
import dev.countersign.ledger.DamagedRecordException;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.NotedAlarms;
import dev.countersign.ledger.OpenBudget;
import dev.countersign.ledger.OpenResult;
import dev.countersign.ledger.Opening;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.Agent;
import dev.countersign.policy.AgentAlarm;
import dev.countersign.policy.Lapse;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.Proposal;
import dev.countersign.proposal.ProposalDraft;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RevisionOf;
import dev.countersign.request.Decision;
import dev.countersign.request.Vote;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens what a draft asks for: ruled by what is known at this moment, and committed together with
/// what it means for the request that it revises; once more when that moved in between.
final class RequestOpener {
  private static final Logger log = LoggerFactory.getLogger(RequestOpener.class);

  /// Each try means that the request to be revised moved in between, or that one more standing
  /// approval was used up.
  private static final int MOST_TRIES = 16;

  private final DraftChecks checks;
  private final AttachmentChecks attachments;
  private final Prospects prospects;
  private final EarlierRequests earlier;
  private final Openings openings;
  private final Ledger ledger;
  private final Consumer<Set<DeliveryKind>> afterCommit;
  private final IntakeLimits limits;
  private final NotedAlarms alarms;

  RequestOpener(
      DraftChecks checks,
      AttachmentChecks attachments,
      Prospects prospects,
      EarlierRequests earlier,
      Openings openings,
      Ledger ledger,
      Consumer<Set<DeliveryKind>> afterCommit,
      IntakeLimits limits,
      NotedAlarms alarms) {
    this.checks = checks;
    this.attachments = attachments;
    this.prospects = prospects;
    this.earlier = earlier;
    this.openings = openings;
    this.ledger = ledger;
    this.afterCommit = afterCommit;
    this.limits = limits;
    this.alarms = alarms;
  }

  /// A draft as what it is to be ruled as.
  sealed interface Asked {
    /// @param before the request that it revises
    record Of(ProposalDraft draft, Optional<RequestRecord> before) implements Asked {}

    record Not(Declined why) implements Asked {}
  }

  /// The draft, as a revision of the request that it names.
  Asked asked(Agent agent, ProposalDraft draft, Optional<Preparing> preparing) {
    if (draft.supersedes().isEmpty()) {
      ProposalDraft prepared = preparing.map(by -> by.frozen(draft)).orElse(draft);
      return checks
          .whyAuthorNamed(prepared)
          .<Asked>map(Asked.Not::new)
          .orElseGet(() -> new Asked.Of(prepared, Optional.empty()));
    }
    Optional<RequestRecord> before =
        earlier.revisable(draft.supersedes().get(), agent.id(), preparing);
    if (before.isEmpty()) {
      return new Asked.Not(preparing.map(Preparing::moved).orElseGet(IntakeWords::notSupersedable));
    }
    Optional<Declined> barred = preparing.flatMap(edit -> edit.whyNot(before.get()));
    if (barred.isPresent()) {
      return new Asked.Not(barred.get());
    }
    RevisionOf revision =
        RevisionOf.of(
            before.get().proposal().id(),
            before.get().proposal().action(),
            before.get().proposal().context().revisionOf(),
            approvers(before.get()),
            preparing.flatMap(Preparing::editor),
            preparing.flatMap(Preparing::cause),
            draft.action());
    ProposalDraft revising = undoing(draft, before.get()).revising(revision);
    return revision.isTooMany()
        ? new Asked.Not(IntakeWords.tooManyRevisions())
        : checks
            .whyAuthorNamed(revising)
            .<Asked>map(Asked.Not::new)
            .orElseGet(() -> new Asked.Of(revising, before));
  }

  /// Whoever asked that something be undone does not decide what becomes of that, either.
  private static ProposalDraft undoing(ProposalDraft draft, RequestRecord before) {
    return before.proposal().context().undoOf().map(draft::undoing).orElse(draft);
  }

  private static List<PersonId> approvers(RequestRecord record) {
    return record.request().votes().stream()
        .filter(vote -> vote.decision() == Decision.APPROVE)
        .map(Vote::person)
        .toList();
  }

  Optional<Declined> whyTooSoon(Prospect prospect) {
    return prospect.leavesLessThan(limits.leastTimeToDecide())
        ? Optional.of(IntakeWords.tooSoon(limits.leastTimeToDecide()))
        : Optional.empty();
  }

  /// @param preparing by whom, where it was not the agent who made the draft
  IntakeResult open(
      Agent agent,
      ProposalDraft draft,
      Optional<Opening.Idempotency> idempotency,
      Optional<Preparing> preparing) {
    Set<ProposalId> passedOver = new HashSet<>();
    Map<String, Lapse> usedUp = new HashMap<>();
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      switch (asked(agent, draft, preparing)) {
        case Asked.Not(var why) -> {
          return earlier.repeated(idempotency).orElse(why);
        }
        case Asked.Of(var asked, var before) -> {
          Optional<IntakeResult> answer =
              tried(agent, asked, before, idempotency, preparing, passedOver, usedUp);
          if (answer.isPresent()) {
            return answer.get();
          }
        }
      }
    }
    throw new LedgerUnavailableException("the request before this one did not hold still");
  }

  /// Empty when it is to be tried again.
  ///
  /// @param usedUp gets what turns out to have no room
  private Optional<IntakeResult> tried(
      Agent agent,
      ProposalDraft asked,
      Optional<RequestRecord> before,
      Optional<Opening.Idempotency> idempotency,
      Optional<Preparing> preparing,
      Set<ProposalId> passedOver,
      Map<String, Lapse> usedUp) {
    Prospect prospect =
        asked.dryRun() ? prospects.usingNothing(agent, asked) : prospects.of(agent, asked, usedUp);
    Optional<Declined> declined =
        whyTooSoon(prospect)
            .or(() -> preparing.flatMap(by -> by.whyNotAsked(prospect)))
            .or(() -> attachments.hold(prospect));
    if (declined.isPresent()) {
      return Optional.of(earlier.repeated(idempotency).orElse(declined.get()));
    }
    Optional<Commit> superseding =
        before.map(record -> earlier.follow(record, prospect.proposal().id(), preparing));
    Opening opening;
    try {
      opening = openings.of(prospect, idempotency, superseding, preparing, passedOver);
    } catch (AuditEntryTooLargeException e) {
      return Optional.of(IntakeWords.rulingTooLarge());
    }
    OpenResult result = ledger.open(opening);
    if (result instanceof OpenResult.UsedUp(var counts)) {
      usedUp.putAll(counts.usedUp(prospect.ruling().allowances()));
      return Optional.empty();
    }
    return result instanceof OpenResult.Identical(var pending)
        ? attached(pending, prospect, idempotency, passedOver)
        : answer(result, opening);
  }

  /// Empty when it is to be tried again.
  private Optional<IntakeResult> answer(OpenResult result, Opening opening) {
    Proposal proposal = opening.proposal();
    return switch (result) {
      case OpenResult.Opened _ -> {
        afterCommit.accept(opening.ordered());
        yield Optional.of(new Recorded(proposal.id(), false));
      }
      case OpenResult.Replayed(var before, var attached) ->
          Optional.of(new Recorded(before, true, attached));
      case OpenResult.OverBudget over -> {
        note(over.spent(), proposal);
        yield Optional.of(IntakeWords.tooMany(over));
      }
      case OpenResult.AskedTooOften often -> {
        note(often.spent(), proposal);
        yield Optional.of(IntakeWords.tooOften(often));
      }
      case OpenResult.KeyReused _ -> Optional.of(IntakeWords.keyReused());
      case OpenResult.Overtaken _ -> Optional.empty();
      case OpenResult.Identical _, OpenResult.Attached _, OpenResult.UsedUp _ ->
          throw new IllegalStateException("this was answered before");
    };
  }

  /// A place that is full may be so because of other agents.
  private void note(OpenBudget.Of spent, Proposal proposal) {
    if (spent == OpenBudget.Of.AGENT) {
      alarms.note(proposal.agent(), AgentAlarm.OVER_BUDGET);
    }
  }

  /// Empty when it is to be tried again, without that request where nobody can decide it.
  private Optional<IntakeResult> attached(
      ProposalId pending,
      Prospect prospect,
      Optional<Opening.Idempotency> idempotency,
      Set<ProposalId> passedOver) {
    try {
      return earlier.attach(pending, prospect, idempotency, passedOver);
    } catch (DamagedRecordException e) {
      // Nobody can decide that one, so it stands for nothing and keeps nothing out.
      log.error("an identical proposal is asked anew: {}", e.getMessage());
      passedOver.add(pending);
      return Optional.empty();
    }
  }
}
