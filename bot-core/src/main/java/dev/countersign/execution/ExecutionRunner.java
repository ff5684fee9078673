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
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Step;
import dev.countersign.ledger.Steps;
import dev.countersign.ledger.UnsoundRecordException;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.Ulid;
import dev.countersign.request.Execution;
import dev.countersign.request.Execution.Granted;
import dev.countersign.request.Execution.Running;
import dev.countersign.request.ExecutionId;
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
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs an approved action: everything checked again, a turn taken, the grant redeemed and
/// committed, sent at most once, the outcome committed. A worker that dies in between leaves
/// `running`, and whoever finds it says `unknown`.
public final class ExecutionRunner {
  /// How long a worker may take from redeeming to sending. One that slept longer has been given up
  /// for lost.
  static final Duration PROMPT = Duration.ofSeconds(30);

  /// How soon, and how late, a turn is asked for again.
  static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);

  static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

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
  private final Patience patience;
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
      Patience patience,
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
    this.patience = patience;
    this.metrics = metrics;
  }

  /// @param delivery a claimed [dev.countersign.ledger.DeliveryKind#EXECUTE]
  public void run(Delivery delivery) {
    try (Attempt attempt = new Attempt(new ExecutionId(ExecutionId.PREFIX + ids.next()))) {
      Next next =
          patience
              .with(() ->
                  steps.runOnChain(
                      delivery.request(), (record, chain) -> start(record, chain, attempt)))
              .orElse(new Next.Nothing());
      switch (next) {
        case Next.Send(var started) -> send(started, attempt);
        case Next.Wait(var connection, var code, _) -> metrics.putOff(connection, code);
        case Next.Ended(var connection, var status, var code) -> {
          log.warn("{} on {} ended {}: {}", delivery.request(), connection, status, code);
          metrics.ended(connection, status, Duration.ZERO);
        }
        case Next.Nothing _ -> {}
      }
      if (next instanceof Next.Wait(_, _, var pause)) {
        deliveries.keep(delivery, pause);
      } else {
        deliveries.settle(delivery);
      }
    }
  }

  /// One try to run: its id, and the turn that it took, which goes back unless something is sent.
  private static final class Attempt implements AutoCloseable {
    private final ExecutionId id;
    private Optional<Turn.Taken> turn = Optional.empty();

    private Attempt(ExecutionId id) {
      this.id = id;
    }

    @Override
    public void close() {
      turn.ifPresent(Turn.Taken::close);
    }
  }

  /// What follows from a step that is committed.
  private sealed interface Next {
    record Send(Started started) implements Next {}

    record Wait(String connection, String code, Duration pause) implements Next {}

    record Ended(String connection, String status, String code) implements Next {}

    record Nothing() implements Next {}
  }

  /// An attempt whose redemption is committed: the one moment in which sending is allowed.
  private record Started(ProposalId request, int revision, Action action, Instant at) {
    private String idempotencyKey() {
      return Grant.idempotencyKey(request, revision);
    }
  }

  private Step<Next> start(
      RequestRecord record, Supplier<List<AuditEntry>> chain, Attempt attempt) {
    if (!(record.request().state() instanceof Approved approved)) {
      return Step.nothing(new Next.Nothing());
    }
    return switch (approved.execution()) {
      case Granted granted ->
          redeemOrRenew(record, sound(record, chain), approved, granted, attempt);
      // The ledger took our redemption and its answer was lost on the way back.
      case Running running when running.attempt().equals(attempt.id) ->
          Step.nothing(
              new Next.Send(
                  new Started(
                      record.request().id(),
                      record.request().revision(),
                      record.proposal().action(),
                      running.since())));
      // The delivery is ours, so the worker that redeemed has lost it: nobody knows what it did.
      case Running running -> {
        sound(record, chain);
        yield ended(
            record,
            new ExecutionLost(running.attempt(), "worker_lost", 0, record.now()),
            "unknown",
            "worker_lost");
      }
      // The same, and by now another worker has given us up. We know better: nothing was sent.
      case Execution.Unknown lost when lost.attempt().equals(attempt.id) -> {
        sound(record, chain);
        yield ended(
            record,
            new ExecutionFailed(attempt.id, "worker_too_slow", 0, record.now()),
            "failed",
            "worker_too_slow");
      }
      case Execution.NotGranted _,
          Execution.Succeeded _,
          Execution.Failed _,
          Execution.Unknown _,
          Execution.Skipped _ ->
          Step.nothing(new Next.Nothing());
    };
  }

  /// Nothing is signed, renewed or sent on the word of a row, and nothing is written after entries
  /// that no gate wrote.
  private Folded sound(RequestRecord record, Supplier<List<AuditEntry>> chain) {
    return switch (proof.of(record, chain.get())) {
      case RecordProof.Finding.Sound(var folded) -> folded;
      case RecordProof.Finding.Unsound(var place, var why) -> throw unsound(record, place, why);
    };
  }

  private UnsoundRecordException unsound(RequestRecord record, String place, String why) {
    metrics.ended(connection(record), "unsound", Duration.ZERO);
    return new UnsoundRecordException(record.request().id(), place, why);
  }

  /// A token that no key of this gate ever signed for this request was written into its row; one
  /// whose key was revoked since is a genuine grant that must not be used.
  private boolean isOurs(RequestRecord record, Granted granted) {
    return stored(record, granted).map(grant -> grantVerifier.evidence(grant.token())).orElse(null)
            instanceof GrantEvidence.Genuine(var grant, _, _)
        && isFor(grant, record, granted);
  }

  private Step<Next> redeemOrRenew(
      RequestRecord record, Folded folded, Approved approved, Granted granted, Attempt attempt) {
    Instant now = record.now();
    if (!now.isBefore(StartWindow.end(record, approved))) {
      return barred(record, "start_window_passed");
    }
    if (!isOurs(record, granted)) {
      throw unsound(record, "exec_grant", "its token is not the grant that was issued");
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
          inTurn(
              record,
              attempt,
              // Only once it is its turn: what waits needs no fresh grant yet.
              () -> lapsed ? renew(record, approval) : redeem(record, granted, attempt));
    };
  }

  private Step<Next> inTurn(RequestRecord record, Attempt attempt, Supplier<Step<Next>> go) {
    if (attempt.turn.isEmpty()) {
      switch (executor.turn(record.proposal().action())) {
        case Turn.Later(var code, var pause) -> {
          return Step.nothing(new Next.Wait(connection(record), code, bounded(pause)));
        }
        case Turn.Taken taken -> attempt.turn = Optional.of(taken);
      }
    }
    return go.get();
  }

  private static Duration bounded(Duration pause) {
    Duration most = pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    return most.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : most;
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

  private Step<Next> redeem(RequestRecord record, Granted granted, Attempt attempt) {
    GrantRedeemed event = new GrantRedeemed(granted.grant(), attempt.id, record.now());
    return step(record, event)
        .redeeming(granted.grant(), attempt.id)
        .before(granted.expiresAt())
        .answering(
            new Next.Send(
                new Started(
                    record.request().id(),
                    record.request().revision(),
                    record.proposal().action(),
                    record.now())));
  }

  private Step<Next> renew(RequestRecord record, Approval approval) {
    GrantIssuer.Issue issue =
        grants.issue(record.proposal(), record.ruling(), approval, record.now());
    Step.Draft draft =
        Step.on(record).moving(issue.request(), issue.fact()).ordering(issue.deliveries());
    issue.grant().ifPresent(draft::granting);
    return draft.answering(new Next.Nothing());
  }

  private Step<Next> barred(RequestRecord record, String code) {
    return ended(record, new ExecutionBarred(code, record.now()), "barred", code);
  }

  private void send(Started started, Attempt attempt) {
    Instant begin = began(started);
    Outcome outcome =
        begin.isBefore(started.at().plus(PROMPT))
            ? attempt
                .turn
                .orElseThrow()
                .execute(new Order(started.action(), started.idempotencyKey()))
            : new Outcome.Failed("worker_too_slow", 0);
    report(started, attempt.id, outcome, begin);
  }

  /// Where nobody can say what time it is, too late.
  private Instant began(Started started) {
    try {
      return patience.with(ledgerClock::instant);
    } catch (LedgerUnavailableException e) {
      return started.at().plus(PROMPT);
    }
  }

  /// Nobody else knows how it ended, so this is tried for as long as the claim holds, and told to
  /// the log when even that is not enough.
  private void report(Started started, ExecutionId attempt, Outcome outcome, Instant begin) {
    String connection = started.action().targetSystem();
    String status = status(outcome);
    Optional<Boolean> recorded;
    try {
      recorded =
          patience.with(() ->
              // What this worker itself did is told whatever else was written meanwhile: the
              // record was proved before it was sent.
              steps.runOnChain(started.request(), (record, _) -> report(record, attempt, outcome)));
    } catch (RuntimeException e) {
      log.error(
          "{} on {} ended {} in attempt {}, which could not be recorded: {}",
          started.request(),
          connection,
          status,
          attempt,
          outcome);
      throw e;
    }
    if (recorded.orElse(false)) {
      log.info("{} on {} ended {}", started.request(), connection, status);
      metrics.ended(connection, status, took(begin));
    } else {
      log.warn(
          "{} on {} ended {} in attempt {}, but another end is recorded",
          started.request(),
          connection,
          status,
          attempt);
    }
  }

  private static String status(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Succeeded _ -> "succeeded";
      case Outcome.Failed _ -> "failed";
      case Outcome.Unknown _ -> "unknown";
    };
  }

  private Duration took(Instant begin) {
    try {
      return Duration.between(begin, ledgerClock.instant());
    } catch (LedgerUnavailableException e) {
      return Duration.ZERO;
    }
  }

  private Step<Boolean> report(RequestRecord record, ExecutionId attempt, Outcome outcome) {
    Instant at = record.now();
    RequestEvent event =
        switch (outcome) {
          case Outcome.Succeeded(int status, var request, var answer) ->
              new ExecutionSucceeded(attempt, status, request, answer, at);
          case Outcome.Failed(var code, int status) ->
              new ExecutionFailed(attempt, code, status, at);
          case Outcome.Unknown(var code, int status) ->
              new ExecutionLost(attempt, code, status, at);
        };
    // An end that somebody else reported first stands; reporting twice changes nothing.
    return Transition.apply(record.request(), event) instanceof Transition.Result.Refused
        ? Step.nothing(isReported(record, attempt, outcome))
        : step(record, event).answering(true);
  }

  /// Whether an earlier try landed after all, and only its answer was lost.
  private static boolean isReported(RequestRecord record, ExecutionId attempt, Outcome outcome) {
    return record.request().state() instanceof Approved approved
        && switch (approved.execution()) {
          case Execution.Succeeded end ->
              end.attempt().equals(attempt) && outcome instanceof Outcome.Succeeded;
          case Execution.Unknown end ->
              end.attempt().equals(attempt) && outcome instanceof Outcome.Unknown;
          case Execution.Failed(var code, int status, _) ->
              outcome.equals(new Outcome.Failed(code, status));
          case Execution.NotGranted _, Granted _, Running _, Execution.Skipped _ -> false;
        };
  }

  private Step<Next> ended(RequestRecord record, RequestEvent event, String status, String code) {
    return Transition.apply(record.request(), event) instanceof Transition.Result.Refused
        ? Step.nothing(new Next.Nothing())
        : step(record, event).answering(new Next.Ended(connection(record), status, code));
  }

  private static String connection(RequestRecord record) {
    return record.proposal().action().targetSystem();
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
