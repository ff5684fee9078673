package dev.countersign.execution;

import dev.countersign.execution.ExecutionStep.Next;
import dev.countersign.freeze.Freezing;
import dev.countersign.json.WireName;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.DeliveryKind;
import dev.countersign.ledger.DeliveryOrder;
import dev.countersign.ledger.LedgerUnavailableException;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Steps;
import dev.countersign.ledger.UnsoundRecordException;
import dev.countersign.proposal.Ulid;
import dev.countersign.request.Execution.Running;
import dev.countersign.request.ExecutionId;
import dev.countersign.request.RequestState.Approved;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
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

  private static final Logger log = LoggerFactory.getLogger(ExecutionRunner.class);

  private final Steps steps;
  private final Deliveries deliveries;
  private final StartCheck check;
  private final ActionExecutor executor;
  private final Ulid ids;
  private final InstantSource ledgerClock;
  private final Patience patience;
  private final KeptOutcomes keptOutcomes;
  private final ExecutionMetrics metrics;
  private final Supplier<Freezing> freezing;

  /// @param freezing what is frozen now
  public ExecutionRunner(
      Steps steps,
      Deliveries deliveries,
      Supplier<Freezing> freezing,
      StartCheck check,
      ActionExecutor executor,
      Ulid ids,
      InstantSource ledgerClock,
      Patience patience,
      KeptOutcomes keptOutcomes,
      ExecutionMetrics metrics) {
    this.steps = steps;
    this.deliveries = deliveries;
    this.freezing = freezing;
    this.check = check;
    this.executor = executor;
    this.ids = ids;
    this.ledgerClock = ledgerClock;
    this.patience = patience;
    this.keptOutcomes = keptOutcomes;
    this.metrics = metrics;
  }

  /// @param delivery a claimed [dev.countersign.ledger.DeliveryKind#EXECUTE]
  public void run(Delivery delivery) {
    try (Attempt attempt = Attempt.here(new ExecutionId(ExecutionId.PREFIX + ids.next()))) {
      Next next =
          patience
              .with(() ->
                  steps.runWithChain(
                      delivery.request(),
                      (record, chain) -> check.of(record, chain, attempt),
                      (record, start) -> ExecutionStep.start(record, attempt, start)))
              .orElse(new Next.Nothing());
      switch (next) {
        case Next.Send(var started) -> send(started, attempt);
        case Next.Wait(var connection, var code, _) -> metrics.putOff(connection, code);
        case Next.Ended(var connection, var end, var code, var detail) -> {
          log.warn(
              "{} on {} ended {}: {} {}",
              delivery.request(),
              connection,
              WireName.of(end),
              code,
              detail);
          metrics.ended(connection, end, Duration.ZERO);
        }
        case Next.Unsound(var connection, var place, var why) -> {
          metrics.ended(connection, ExecutionEnd.UNSOUND, Duration.ZERO);
          throw new UnsoundRecordException(delivery.request(), place, why);
        }
        case Next.Renewed _, Next.Spent _, Next.Nothing _ -> {}
      }
      if (next instanceof Next.Wait(_, _, var pause)) {
        deliveries.keep(delivery, pause);
      } else {
        deliveries.settle(delivery);
      }
    }
  }

  private void send(Started started, Attempt attempt) {
    Instant begin = began(started);
    Outcome outcome =
        begin.isBefore(started.at().plus(PROMPT))
            ? attempt.execute(
                started.action(), started.idempotencyKey(), () -> isNotFrozen(started))
            : new Outcome.Failed("worker_too_slow", 0);
    report(started, attempt.id(), outcome, begin);
  }

  private boolean isNotFrozen(Started started) {
    try {
      return freezing.get().covering(started.record().proposal()).isEmpty();
    } catch (RuntimeException e) {
      log.warn("{} is not sent again: nobody says what is frozen", started.request(), e);
      return false;
    }
  }

  /// Where nobody can say what time it is, too late.
  private Instant began(Started started) {
    try {
      return patience.with(ledgerClock::instant);
    } catch (LedgerUnavailableException e) {
      return started.at().plus(PROMPT);
    }
  }

  /// Nobody else knows how it ended, so this is tried for as long as the claim holds. What does not
  /// land at once is kept beside the ledger, and told to the log when nothing was enough.
  private void report(Started started, ExecutionId attempt, Outcome outcome, Instant begin) {
    try (Keeping keeping = Keeping.of(keptOutcomes, kept(started, attempt, outcome))) {
      report(started, attempt, outcome, begin, keeping);
    }
  }

  private void report(
      Started started, ExecutionId attempt, Outcome outcome, Instant begin, Keeping keeping) {
    String connection = started.action().targetSystem();
    ExecutionEnd end = ExecutionEnd.of(outcome);
    String ended = WireName.of(end);
    // Never ahead of the ledger's clock, by which the next step is dated.
    Duration took = took(begin, keeping);
    Optional<Boolean> recorded;
    try {
      recorded =
          patience.with(
              () ->
                  // The record was proved before it was sent.
                  steps.runAfter(
                      started.record().at(started.record().now().plus(took)),
                      record ->
                          ExecutionStep.report(
                              record,
                              attempt,
                              outcome,
                              ExecutionStep.Voice.GATE,
                              after(executor, record, outcome))),
              keeping::inDoubt);
    } catch (RuntimeException e) {
      log.error(
          "{} on {} ended {} in attempt {}, which could not be recorded and {}: {}",
          started.request(),
          connection,
          ended,
          attempt,
          keeping.inDoubt() ? "is kept in a file until it can" : "is not kept elsewhere",
          outcome);
      throw e;
    }
    if (recorded.orElse(false)) {
      keeping.landed();
      log.info("{} on {} ended {}", started.request(), connection, ended);
      metrics.ended(connection, end, took);
    } else {
      log.warn(
          "{} on {} ended {} in attempt {}, but another end is recorded",
          started.request(),
          connection,
          ended,
          attempt);
    }
  }

  /// What nobody knows the ledger comes to by itself.
  private static Optional<KeptOutcome> kept(Started started, ExecutionId attempt, Outcome outcome) {
    return !(outcome instanceof Outcome.Unknown)
            && started.record().request().state() instanceof Approved(_, _, Running running)
        ? Optional.of(
            new KeptOutcome(
                started.request(),
                running.grant(),
                attempt,
                started.record().request().action(),
                outcome))
        : Optional.empty();
  }

  /// What is confirmed is looked at where its connection says so.
  static Set<DeliveryOrder> after(ActionExecutor executor, RequestRecord record, Outcome outcome) {
    return outcome instanceof Outcome.Succeeded && executor.readsBack(record.proposal().action())
        ? Set.of(new DeliveryOrder(DeliveryKind.READ_BACK, ""))
        : Set.of();
  }

  private Duration took(Instant begin, Keeping keeping) {
    try {
      Duration took = Duration.between(begin, ledgerClock.instant());
      return took.isNegative() ? Duration.ZERO : took;
    } catch (LedgerUnavailableException e) {
      keeping.inDoubt();
      return Duration.ZERO;
    }
  }
}
