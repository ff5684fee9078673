package dev.countersign.intake;

import dev.countersign.execution.ActionExecutor;
import dev.countersign.execution.Inadmissible;
import dev.countersign.intake.IntakeResult.Declined;
import dev.countersign.people.Agent;
import dev.countersign.proposal.Environment;
import dev.countersign.proposal.ExecutionMode;
import dev.countersign.proposal.ExecutionTrigger;
import dev.countersign.proposal.ProposalDraft;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Why a proposal that reads well cannot be taken from this agent, for this connection, whatever
/// the policy would say.
final class DraftChecks {
  /// How far off `not_before` may be.
  static final Duration FARTHEST = Duration.ofDays(90);

  private final RulingDesk rulings;
  private final ActionExecutor executor;
  private final AttachmentChecks attachments;
  private final InstantSource ledgerClock;

  DraftChecks(
      RulingDesk rulings,
      ActionExecutor executor,
      AttachmentChecks attachments,
      InstantSource ledgerClock) {
    this.rulings = rulings;
    this.executor = executor;
    this.attachments = attachments;
    this.ledgerClock = ledgerClock;
  }

  /// The first reason; empty when it can be taken.
  Optional<Declined> whyDeclined(Agent agent, ProposalDraft draft) {
    return whyNotPermitted(agent, draft)
        .or(() -> whyNotSupported(draft))
        .or(() -> whyTooLate(draft))
        .or(() -> whyTooFarOff(draft))
        .or(() -> whyNotSendable(draft))
        .or(() -> whyNotThere(draft))
        .or(() -> whyNotFor(agent, draft))
        .or(() -> attachments.whyNot(agent.id(), draft.action()));
  }

  /// Who edited a revision or asked for an undo is of its authors; the agent acts for somebody
  /// else.
  Optional<Declined> whyAuthorNamed(ProposalDraft revising) {
    return rulings
        .actsFor(revising.context())
        .filter(revising.context().authors()::contains)
        .map(_ -> IntakeWords.authorNamed());
  }

  private static Optional<Declined> whyNotPermitted(Agent agent, ProposalDraft draft) {
    return agent.missing(draft.action()).map(IntakeWords::notPermitted);
  }

  private static Optional<Declined> whyNotSupported(ProposalDraft draft) {
    if (draft.executionMode().filter(mode -> mode == ExecutionMode.GRANT).isPresent()
        || draft.executionTrigger().filter(t -> t == ExecutionTrigger.ON_COLLECTION).isPresent()) {
      return Optional.of(IntakeWords.executionModeUnsupported());
    }
    return draft.callbackEndpoint().map(_ -> IntakeWords.unknownCallbackEndpoint());
  }

  private Optional<Declined> whyTooLate(ProposalDraft draft) {
    return draft
        .expiresAt()
        .filter(end -> !end.isAfter(ledgerClock.instant()))
        .map(_ -> IntakeWords.alreadyExpired());
  }

  /// Whoever approves now does not know what holds in a year.
  private Optional<Declined> whyTooFarOff(ProposalDraft draft) {
    return draft
        .action()
        .notBefore()
        .filter(at -> at.isAfter(ledgerClock.instant().plus(FARTHEST)))
        .map(_ -> IntakeWords.tooFarOff(FARTHEST));
  }

  private Optional<Declined> whyNotSendable(ProposalDraft draft) {
    return executor.check(draft.action()).map(IntakeWords::inadmissible);
  }

  /// The environment is a fact about the connection, not something to be claimed.
  private Optional<Declined> whyNotThere(ProposalDraft draft) {
    Environment there = executor.environment(draft.action().targetSystem());
    return there == draft.action().environment()
        ? Optional.empty()
        : Optional.of(IntakeWords.inadmissible(Inadmissible.elsewhere(there)));
  }

  private Optional<Declined> whyNotFor(Agent agent, ProposalDraft draft) {
    Optional<String> named = draft.context().onBehalfOf();
    if (named.isEmpty()) {
      return agent.mustNamePerson() ? Optional.of(IntakeWords.personRequired()) : Optional.empty();
    }
    return rulings.actsFor(draft.context()).isPresent()
        ? Optional.empty()
        : Optional.of(IntakeWords.unknownPerson());
  }
}
