package dev.countersign.execution;

import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.ledger.DeliveryOrder;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Step;
import dev.countersign.ledger.Steps;
import dev.countersign.request.Execution;
import dev.countersign.request.ExecutionId;
import dev.countersign.request.GrantId;
import dev.countersign.request.RequestState.Approved;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Records what the ledger could not take when an attempt ended. It is the attempt's own word, so
/// it settles what runs or is `unknown`, and nothing that has an end: neither what a person found
/// nor what was recorded before. However often and on however many replicas, it lands once.
public final class LateOutcomes {
  private static final Logger log = LoggerFactory.getLogger(LateOutcomes.class);

  /// What became of a kept outcome.
  public enum Late {
    RECORDED,
    /// It stands in the record already.
    RECORDED_BEFORE,
    /// The record has another end, which stays.
    SETTLED_OTHERWISE,
    /// The ledger knows no such attempt: a copy of the database from before it, or another gate's.
    NO_SUCH_ATTEMPT
  }

  private final Steps steps;
  private final ActionExecutor executor;
  private final ExecutionMetrics metrics;

  public LateOutcomes(Steps steps, ActionExecutor executor, ExecutionMetrics metrics) {
    this.steps = steps;
    this.executor = executor;
    this.metrics = metrics;
  }

  /// @throws dev.countersign.ledger.LedgerUnavailableException when the ledger does not take it
  ///   yet, either
  public Late record(KeptOutcome kept) {
    Landed landed =
        steps
            .run(
                kept.request(),
                record -> ExecutionRunner.after(executor, record, kept.outcome()),
                (record, after) -> step(record, kept, after))
            .orElse(new Landed(Late.NO_SUCH_ATTEMPT, ""));
    if (landed.late() == Late.RECORDED) {
      ExecutionEnd end = ExecutionEnd.of(kept.outcome());
      log.info(
          "{} on {} ended {}, as was kept in a file",
          kept.request(),
          landed.connection(),
          WireName.of(end));
      metrics.ended(landed.connection(), end, Duration.ZERO);
    }
    return landed.late();
  }

  private record Landed(Late late, String connection) {}

  private static Step<Landed> step(
      RequestRecord record, KeptOutcome kept, Set<DeliveryOrder> after) {
    String connection = record.proposal().action().targetSystem();
    if (!record.request().action().equals(kept.action())
        || !(record.request().state() instanceof Approved approved)
        || !isOf(approved.execution(), kept)) {
      return Step.nothing(new Landed(Late.NO_SUCH_ATTEMPT, connection));
    }
    Step<Boolean> report =
        ExecutionStep.report(record, kept.attempt(), kept.outcome(), VOICE, after);
    return report.map(stands ->
        new Landed(
            report.commit().isPresent()
                ? Late.RECORDED
                : stands ? Late.RECORDED_BEFORE : Late.SETTLED_OTHERWISE,
            connection));
  }

  /// The entry says where it comes from.
  private static final ExecutionStep.Voice VOICE =
      new ExecutionStep.Voice(
          "gate", JsonObject.builder().put("recorded_from", "outcome_file").build());

  /// A failure does not say whose it is.
  private static boolean isOf(Execution execution, KeptOutcome kept) {
    return switch (execution) {
      case Execution.Running it -> isOf(it.grant(), it.attempt(), kept);
      case Execution.Unknown it -> isOf(it.grant(), it.attempt(), kept);
      case Execution.Succeeded it -> isOf(it.grant(), it.attempt(), kept);
      case Execution.Reconciled it -> isOf(it.grant(), it.attempt(), kept);
      case Execution.Failed _ -> true;
      case Execution.NotGranted _, Execution.Granted _, Execution.Skipped _ -> false;
    };
  }

  private static boolean isOf(GrantId grant, ExecutionId attempt, KeptOutcome kept) {
    return grant.equals(kept.grant()) && attempt.equals(kept.attempt());
  }
}
