package dev.countersign.request;

import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Execution.NotGranted;
import dev.countersign.request.RequestEvent.DeadlinePassed;
import dev.countersign.request.RequestEvent.Escalated;
import dev.countersign.request.RequestEvent.EscalatedBy;
import dev.countersign.request.RequestEvent.ExecutionBarred;
import dev.countersign.request.RequestEvent.ExecutionFailed;
import dev.countersign.request.RequestEvent.ExecutionLost;
import dev.countersign.request.RequestEvent.ExecutionReadBack;
import dev.countersign.request.RequestEvent.ExecutionReconciled;
import dev.countersign.request.RequestEvent.ExecutionSkipped;
import dev.countersign.request.RequestEvent.ExecutionSucceeded;
import dev.countersign.request.RequestEvent.ExecutionTriedOut;
import dev.countersign.request.RequestEvent.ExecutionWaits;
import dev.countersign.request.RequestEvent.Extended;
import dev.countersign.request.RequestEvent.GlassBroken;
import dev.countersign.request.RequestEvent.GlassEnded;
import dev.countersign.request.RequestEvent.GrantIssued;
import dev.countersign.request.RequestEvent.GrantRedeemed;
import dev.countersign.request.RequestEvent.ReachedNobody;
import dev.countersign.request.RequestEvent.Reminded;
import dev.countersign.request.RequestEvent.SupersededBy;
import dev.countersign.request.RequestEvent.Voted;
import dev.countersign.request.RequestEvent.WithdrawnByAgent;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Expired;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestState.Rejected;
import dev.countersign.request.RequestState.Returned;
import dev.countersign.request.RequestState.Superseded;
import dev.countersign.request.RequestState.Withdrawn;
import java.time.Instant;
import java.util.Optional;

/// The transition table: one pure function from a request and an event to the next request or a
/// refusal.
///
/// Time never moves anything towards execution: of the events that carry only a time,
/// [DeadlinePassed] and [ReachedNobody] end a request, [Reminded] and [Escalated] leave it pending,
/// and none approves. `at == deadline` is too late to decide, and `at == expiresAt` too late to
/// redeem.
public final class Transition {
  private Transition() {}

  /// What an event did.
  public sealed interface Result {
    record Moved(ApprovalRequest request) implements Result {}

    record Refused(Refusal reason) implements Result {}
  }

  public static Result apply(ApprovalRequest request, RequestEvent event) {
    return switch (request.state()) {
      case Pending pending -> whilePending(request, pending, event);
      case Approved approved -> onceApproved(request, approved, event);
      case Returned(var by, var at, var successor)
          when event instanceof SupersededBy(var next, _) ->
          answered(request, successor, new Returned(by, at, Optional.of(next)));
      case Expired(var at, var cause, var successor)
          when event instanceof SupersededBy(var next, _) ->
          answered(request, successor, new Expired(at, cause, Optional.of(next)));
      case Rejected _, Returned _, RequestState.Refused _, Expired _, Withdrawn _, Superseded _ ->
          onceClosed(event);
    };
  }

  /// The same for whoever has found out before that the table has this move.
  ///
  /// @return the next request
  /// @throws IllegalStateException if the table refuses: they contradict each other, which is a
  ///   bug, so nothing may be recorded
  public static ApprovalRequest move(ApprovalRequest request, RequestEvent event) {
    return switch (apply(request, event)) {
      case Result.Moved(var next) -> next;
      case Result.Refused(var reason) ->
          throw new IllegalStateException(
              "the table refuses " + event.getClass().getSimpleName() + ": " + reason);
    };
  }

  private static Result whilePending(ApprovalRequest request, Pending pending, RequestEvent event) {
    return switch (event) {
      case Voted(Vote vote) -> voted(request, vote);
      case DeadlinePassed(var at) ->
          at.isBefore(request.deadline())
              ? refused(Refusal.TOO_EARLY)
              : moved(request.in(new Expired(at)));
      case Reminded(int number, var at) -> reminded(request, pending, number, at);
      case Escalated(int stage, var at) -> escalated(request, pending, stage, at);
      case EscalatedBy(Widening widening) -> widened(request, pending, widening);
      case Extended extended -> extended(request, pending, extended);
      case GlassBroken broken -> broken(request, broken);
      case ReachedNobody(var at) ->
          moved(request.in(new Expired(at, Expired.Cause.REACHED_NOBODY)));
      case WithdrawnByAgent(var at) -> moved(request.in(new Withdrawn(at)));
      case SupersededBy(var successor, var at) -> moved(request.in(new Superseded(successor, at)));
      case GrantIssued _,
          GrantRedeemed _,
          ExecutionSucceeded _,
          ExecutionFailed _,
          ExecutionLost _,
          ExecutionReconciled _,
          ExecutionReadBack _,
          ExecutionTriedOut _,
          ExecutionWaits _,
          ExecutionBarred _,
          ExecutionSkipped _,
          GlassEnded _ ->
          refused(Refusal.NOT_APPROVED);
    };
  }

  /// Only the quorum is not asked: who never counts does not here, and too late is too late.
  private static Result broken(ApprovalRequest request, GlassBroken event) {
    if (!event.at().isBefore(request.deadline())) {
      return refused(Refusal.TOO_LATE);
    }
    if (event.revision() != request.revision() || !event.action().equals(request.action())) {
      return refused(Refusal.STALE_REVISION);
    }
    if (request.conflicted().contains(event.glass().by())) {
      return refused(Refusal.CONFLICTED);
    }
    return moved(request.in(new Approved(event.glass(), event.at(), new NotGranted())));
  }

  private static Result reminded(ApprovalRequest request, Pending pending, int number, Instant at) {
    if (!at.isBefore(request.deadline())) {
      return refused(Refusal.TOO_LATE);
    }
    if (number < 1 || number > request.remindAt().size()) {
      return refused(Refusal.NOT_RULED);
    }
    if (number <= pending.reminded()) {
      return refused(Refusal.ALREADY_DONE);
    }
    return at.isBefore(Timetable.of(request, pending).remindedAt(number))
        ? refused(Refusal.TOO_EARLY)
        : moved(request.in(pending.remindedOf(number)));
  }

  private static Result escalated(ApprovalRequest request, Pending pending, int stage, Instant at) {
    if (!at.isBefore(request.deadline())) {
      return refused(Refusal.TOO_LATE);
    }
    if (!request.quorum().open().contains(stage)) {
      return refused(Refusal.STAGE_NOT_OPEN);
    }
    if (request.stages().get(stage).escalation().isEmpty()) {
      return refused(Refusal.NOT_RULED);
    }
    return Timetable.of(request, pending)
        .escalatesAt(stage)
        .map(moment ->
            at.isBefore(moment)
                ? refused(Refusal.TOO_EARLY)
                : moved(request.in(pending.escalating(stage))))
        .orElseGet(() -> refused(Refusal.ALREADY_DONE));
  }

  private static Result widened(ApprovalRequest request, Pending pending, Widening widening) {
    if (!widening.at().isBefore(request.deadline())) {
      return refused(Refusal.TOO_LATE);
    }
    if (!request.quorum().open().contains(widening.stage())) {
      return refused(Refusal.STAGE_NOT_OPEN);
    }
    if (!request.stages().get(widening.stage()).mayAsk().contains(widening.to())) {
      return refused(Refusal.NOT_RULED);
    }
    if (request.conflicted().contains(widening.by())) {
      return refused(Refusal.CONFLICTED);
    }
    return request.wanted().stream().anyMatch(widening::asks)
        ? refused(Refusal.ALREADY_DONE)
        : moved(request.in(pending.widenedBy(widening)));
  }

  private static Result extended(ApprovalRequest request, Pending pending, Extended event) {
    if (!event.at().isBefore(request.deadline())) {
      return refused(Refusal.TOO_LATE);
    }
    if (request.extension().isEmpty()) {
      return refused(Refusal.NOT_RULED);
    }
    if (request.conflicted().contains(event.by())) {
      return refused(Refusal.CONFLICTED);
    }
    if (pending.extended() >= request.extension().get().times()) {
      return refused(Refusal.ALREADY_DONE);
    }
    return request.extendedDeadline().filter(event.deadline()::equals).isPresent()
        ? moved(request.until(event.deadline(), pending.extendedOnce()))
        : refused(Refusal.OTHER_DEADLINE);
  }

  private static Result voted(ApprovalRequest request, Vote vote) {
    Optional<Refusal> refusal = whyNotCounted(request, vote);
    if (refusal.isPresent()) {
      return refused(refusal.get());
    }
    return moved(
        request.with(
            vote,
            switch (vote.decision()) {
              case REJECT -> new Rejected(vote.person(), vote.at());
              case RETURN -> new Returned(vote.person(), vote.at());
              case APPROVE -> afterApproval(request, vote);
            }));
  }

  private static RequestState afterApproval(ApprovalRequest request, Vote vote) {
    boolean complete = request.with(vote, request.state()).quorum().isComplete();
    return complete ? new Approved(GrantMode.QUORUM, vote.at(), new NotGranted()) : request.state();
  }

  private static Optional<Refusal> whyNotCounted(ApprovalRequest request, Vote vote) {
    Quorum quorum = request.quorum();
    if (!vote.at().isBefore(request.deadline())) {
      return Optional.of(Refusal.TOO_LATE);
    }
    if (vote.revision() != request.revision() || !vote.action().equals(request.action())) {
      return Optional.of(Refusal.STALE_REVISION);
    }
    if (vote.persons().stream().anyMatch(request.conflicted()::contains)) {
      return Optional.of(Refusal.CONFLICTED);
    }
    if (vote.persons().stream().anyMatch(request::hasVoted)) {
      return Optional.of(Refusal.ALREADY_VOTED);
    }
    if (!vote.seats().stream().map(Seat::stage).allMatch(quorum.open()::contains)) {
      return Optional.of(Refusal.STAGE_NOT_OPEN);
    }
    if (!request.wanted().containsAll(vote.seats())) {
      return Optional.of(Refusal.GROUP_NOT_ASKED);
    }
    if (!vote.seats().stream()
        .allMatch(seat -> request.stages().get(seat.stage()).admits(vote.functions()))) {
      return Optional.of(Refusal.FUNCTION_NOT_ASKED);
    }
    return request.hasFunctionFor(vote) ? Optional.empty() : Optional.of(Refusal.FUNCTION_TAKEN);
  }

  private static Result onceApproved(
      ApprovalRequest request, Approved approved, RequestEvent event) {
    if (event instanceof GlassEnded ended) {
      return ended(request, approved, ended);
    }
    if (event instanceof GrantIssued
        && approved.glass().isPresent()
        && !(approved.execution() instanceof NotGranted)) {
      return refused(Refusal.ALREADY_DONE); // one use is one grant
    }
    return switch (ExecutionTransition.apply(approved.execution(), event)) {
      case ExecutionTransition.Result.Moved(var next) ->
          moved(request.in(new Approved(approved.basis(), approved.at(), next)));
      case ExecutionTransition.Result.Refused(var reason) -> refused(reason);
    };
  }

  private static Result ended(ApprovalRequest request, Approved approved, GlassEnded event) {
    if (!(approved.basis() instanceof BrokenGlass glass)) {
      return refused(Refusal.NOT_APPROVED);
    }
    return approved.execution() instanceof Execution.Granted
        ? moved(
            request.in(
                new Approved(
                    glass.endedBy(event.by()),
                    approved.at(),
                    new Execution.Failed(BrokenGlass.ENDED, 0, event.at()))))
        : refused(Refusal.GRANT_NOT_LIVE);
  }

  /// The end stays the same; it names what follows it, once.
  private static Result answered(
      ApprovalRequest request, Optional<ProposalId> before, RequestState next) {
    return before.isPresent() ? refused(Refusal.ALREADY_DONE) : moved(request.in(next));
  }

  private static Result onceClosed(RequestEvent event) {
    return switch (event) {
      case Voted _,
          DeadlinePassed _,
          Reminded _,
          Escalated _,
          EscalatedBy _,
          Extended _,
          GlassBroken _,
          ReachedNobody _,
          WithdrawnByAgent _,
          SupersededBy _ ->
          refused(Refusal.ALREADY_DECIDED);
      case GrantIssued _,
          GrantRedeemed _,
          ExecutionSucceeded _,
          ExecutionFailed _,
          ExecutionLost _,
          ExecutionReconciled _,
          ExecutionReadBack _,
          ExecutionTriedOut _,
          ExecutionWaits _,
          ExecutionBarred _,
          ExecutionSkipped _,
          GlassEnded _ ->
          refused(Refusal.NOT_APPROVED);
    };
  }

  private static Result moved(ApprovalRequest request) {
    return new Result.Moved(request);
  }

  private static Result refused(Refusal reason) {
    return new Result.Refused(reason);
  }
}
