package dev.countersign.execution;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.EventCodec;
import dev.countersign.audit.Folding.Folded;
import dev.countersign.execution.ActionExecutor.Inadmissible;
import dev.countersign.execution.ActionExecutor.Order;
import dev.countersign.grant.Approval;
import dev.countersign.grant.GrantIssuer;
import dev.countersign.grant.RecordProof;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.CardOrders;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.IssuedGrant;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Step;
import dev.countersign.ledger.Steps;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.Ulid;
import dev.countersign.request.Execution;
import dev.countersign.request.Execution.Granted;
import dev.countersign.request.Execution.Running;
import dev.countersign.request.ExecutionId;
import dev.countersign.request.GrantId;
import dev.countersign.request.RequestEvent;
import dev.countersign.request.RequestEvent.ExecutionBarred;
import dev.countersign.request.RequestEvent.ExecutionFailed;
import dev.countersign.request.RequestEvent.ExecutionLost;
import dev.countersign.request.RequestEvent.ExecutionSucceeded;
import dev.countersign.request.RequestEvent.GrantRedeemed;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.Transition;
import dev.countersign.token.Grant;
import dev.countersign.token.GrantEvidence;
import dev.countersign.token.GrantVerdict;
import dev.countersign.token.GrantVerifier;
import dev.countersign.token.KeyState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs an approved action: everything checked again, the grant redeemed and committed, sent at
/// most once, the outcome committed. A worker that dies in between leaves `running`, and whoever
/// finds it says `unknown`.
public final class ExecutionRunner {
  /// How long after the approval an action may still start; later it would surprise the people who
  /// approved it.
  public static final Duration START_WINDOW = Duration.ofHours(1);

  /// How long a worker may take from redeeming to sending. One that slept longer has been given up
  /// for lost.
  static final Duration PROMPT = Duration.ofSeconds(30);

  private static final Logger log = LoggerFactory.getLogger(ExecutionRunner.class);

  private final Steps steps;
  private final Deliveries deliveries;
  private final ActionExecutor executor;
  private final RecordProof proof;
  private final RedemptionCheck redemptionCheck;
  private final GrantVerifier grantVerifier;
  private final GrantIssuer grants;
  private final CardOrders cards;
  private final Ulid ids;
  private final InstantSource ledgerClock;
  private final ExecutionMetrics metrics;

  public ExecutionRunner(
      Steps steps,
      Deliveries deliveries,
      ActionExecutor executor,
      RecordProof proof,
      RedemptionCheck redemptionCheck,
      GrantVerifier grantVerifier,
      GrantIssuer grants,
      CardOrders cards,
      Ulid ids,
      InstantSource ledgerClock,
      ExecutionMetrics metrics) {
    this.steps = steps;
    this.deliveries = deliveries;
    this.executor = executor;
    this.proof = proof;
    this.redemptionCheck = redemptionCheck;
    this.grantVerifier = grantVerifier;
    this.grants = grants;
    this.cards = cards;
    this.ids = ids;
    this.ledgerClock = ledgerClock;
    this.metrics = metrics;
  }

  /// @param delivery a claimed [dev.countersign.ledger.DeliveryKind#EXECUTE]
  public void run(Delivery delivery) {
    ExecutionId attempt = new ExecutionId(ExecutionId.PREFIX + ids.next());
    Optional<Started> started =
        steps
            .runOnChain(delivery.request(), (record, entries) -> start(record, entries, attempt))
            .flatMap(s -> s);
    started.ifPresent(this::send);
    deliveries.settle(delivery);
  }

  /// An attempt whose redemption is committed: the one moment in which sending is allowed.
  private record Started(
      ProposalId request, ExecutionId attempt, GrantId grant, Action action, Instant at) {}

  private Step<Optional<Started>> start(
      RequestRecord record, List<AuditEntry> entries, ExecutionId attempt) {
    if (!(record.request().state() instanceof Approved approved)) {
      return Step.nothing(Optional.empty());
    }
    return switch (approved.execution()) {
      case Granted granted ->
          redeemOrRenew(record, sound(record, entries), approved, granted, attempt);
      // The delivery is ours, so the worker that redeemed has lost it: nobody knows what it did.
      case Running running ->
          ended(record, new ExecutionLost(running.attempt(), "worker_lost", 0, record.now()));
      case Execution.NotGranted _,
          Execution.Succeeded _,
          Execution.Failed _,
          Execution.Unknown _,
          Execution.Skipped _ ->
          Step.nothing(Optional.empty());
    };
  }

  /// Nothing is signed, renewed or sent on the word of a row, and nothing is written after entries
  /// that no gate wrote.
  private Folded sound(RequestRecord record, List<AuditEntry> entries) {
    return switch (proof.of(record, entries)) {
      case RecordProof.Finding.Sound(var folded) -> folded;
      case RecordProof.Finding.Unsound(var place, var why) -> {
        metrics.ended(record.proposal().action().targetSystem(), "unsound", Duration.ZERO);
        throw new UnsoundRecordException(record.request().id(), place, why);
      }
    };
  }

  private Step<Optional<Started>> redeemOrRenew(
      RequestRecord record,
      Folded folded,
      Approved approved,
      Granted granted,
      ExecutionId attempt) {
    Instant now = record.now();
    if (!now.isBefore(approved.at().plus(START_WINDOW))) {
      return barred(record, "start_window_passed");
    }
    boolean lapsed = !now.isBefore(granted.expiresAt());
    if (!(lapsed ? isGenuine(record, granted) : isInForce(record, granted))) {
      return barred(record, "grant_not_verified");
    }
    Optional<String> inadmissible =
        executor.check(record.proposal().action()).map(Inadmissible::code);
    if (inadmissible.isPresent()) {
      return barred(record, inadmissible.get());
    }
    return switch (redemptionCheck.check(record, folded)) {
      case RedemptionCheck.Verdict.Barred(var code) -> barred(record, code);
      case RedemptionCheck.Verdict.Holds(var approval) ->
          lapsed ? renew(record, approval) : redeem(record, granted, attempt);
    };
  }

  private boolean isInForce(RequestRecord record, Granted granted) {
    return stored(record, granted)
                .map(
                    grant -> grantVerifier.verify(grant.token(), GrantIssuer.GATEWAY, record.now()))
                .orElse(null)
            instanceof GrantVerdict.Verified(var verified)
        && isFor(verified.grant(), record, granted);
  }

  /// Only a grant that this gate once signed for this very request is replaced by a fresh one: an
  /// invented grant that "lapsed" would otherwise get a genuine signature.
  private boolean isGenuine(RequestRecord record, Granted granted) {
    return stored(record, granted).map(grant -> grantVerifier.evidence(grant.token())).orElse(null)
            instanceof GrantEvidence.Genuine(var grant, var _, var keyState)
        && keyState != KeyState.REVOKED
        && grant.audience().equals(GrantIssuer.GATEWAY)
        && isFor(grant, record, granted);
  }

  private static Optional<IssuedGrant> stored(RequestRecord record, Granted granted) {
    return record.grant().filter(grant -> grant.id().equals(granted.grant()));
  }

  private static boolean isFor(Grant grant, RequestRecord record, Granted granted) {
    return grant.id().equals(granted.grant())
        && grant.expiresAt().equals(granted.expiresAt())
        && grant.request().equals(record.request().id())
        && grant.revision() == record.request().revision()
        && grant.action().equals(record.request().action())
        && grant.action().equals(record.proposal().action().digest());
  }

  private Step<Optional<Started>> redeem(
      RequestRecord record, Granted granted, ExecutionId attempt) {
    GrantRedeemed event = new GrantRedeemed(granted.grant(), attempt, record.now());
    return step(record, event)
        .redeeming(granted.grant(), attempt)
        .before(granted.expiresAt())
        .answering(
            Optional.of(
                new Started(
                    record.request().id(),
                    attempt,
                    granted.grant(),
                    record.proposal().action(),
                    record.now())));
  }

  private Step<Optional<Started>> renew(RequestRecord record, Approval approval) {
    GrantIssuer.Issue issue =
        grants.issue(record.proposal(), record.ruling(), approval, record.now());
    Step.Draft draft =
        Step.on(record).moving(issue.request(), issue.fact()).ordering(issue.deliveries());
    issue.grant().ifPresent(draft::granting);
    return draft.answering(Optional.empty());
  }

  private Step<Optional<Started>> barred(RequestRecord record, String code) {
    log.warn("{} is approved but must not run: {}", record.request().id(), code);
    metrics.ended(record.proposal().action().targetSystem(), "barred", Duration.ZERO);
    return ended(record, new ExecutionBarred(code, record.now()));
  }

  private void send(Started started) {
    String connection = started.action().targetSystem();
    Instant begin = ledgerClock.instant();
    Outcome outcome =
        begin.isBefore(started.at().plus(PROMPT))
            ? executor.execute(new Order(started.action(), Grant.idempotencyKey(started.grant())))
            : new Outcome.Failed("worker_too_slow", 0);
    String status =
        switch (outcome) {
          case Outcome.Succeeded _ -> "succeeded";
          case Outcome.Failed _ -> "failed";
          case Outcome.Unknown _ -> "unknown";
        };
    log.info("{} on {} ended {}", started.request(), connection, status);
    steps.run(started.request(), record -> report(record, started.attempt(), outcome));
    metrics.ended(connection, status, Duration.between(begin, ledgerClock.instant()));
  }

  private Step<Optional<Started>> report(
      RequestRecord record, ExecutionId attempt, Outcome outcome) {
    Instant at = record.now();
    return ended(
        record,
        switch (outcome) {
          case Outcome.Succeeded(int status, var request, var answer) ->
              new ExecutionSucceeded(attempt, status, request, answer, at);
          case Outcome.Failed(var code, int status) ->
              new ExecutionFailed(attempt, code, status, at);
          case Outcome.Unknown(var code, int status) ->
              new ExecutionLost(attempt, code, status, at);
        });
  }

  /// An end that somebody else reported first stands; reporting twice changes nothing.
  private Step<Optional<Started>> ended(RequestRecord record, RequestEvent event) {
    if (Transition.apply(record.request(), event) instanceof Transition.Result.Refused) {
      return Step.nothing(Optional.empty());
    }
    return step(record, event).answering(Optional.empty());
  }

  private Step.Draft step(RequestRecord record, RequestEvent event) {
    return switch (Transition.apply(record.request(), event)) {
      case Transition.Result.Refused(var reason) ->
          throw new IllegalStateException("checked before, and refused: " + reason);
      case Transition.Result.Moved(var next) ->
          Step.on(record)
              .moving(
                  next,
                  EventCodec.fact(
                      event,
                      "gate",
                      JsonObject.builder()
                          .put("action", record.request().action().value())
                          .put("connection", record.proposal().action().targetSystem())
                          .build()))
              .ordering(cards.forChange(next, record.cards()));
    };
  }
}
