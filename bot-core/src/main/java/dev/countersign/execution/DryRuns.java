package dev.countersign.execution;

import dev.countersign.json.WireName;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Steps;
import dev.countersign.people.Directory;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.DryRunFinding;
import dev.countersign.request.Execution;
import dev.countersign.request.Execution.Skipped;
import dev.countersign.request.RequestState.Approved;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks targets what they would make of approved dry runs. Nothing is granted and nothing sent that
/// has an effect.
final class DryRuns {
  static final Duration WHILE_FROZEN = Duration.ofMinutes(1);

  private static final Logger log = LoggerFactory.getLogger(DryRuns.class);

  private final Steps steps;
  private final Deliveries deliveries;
  private final ActionExecutor executor;
  private final Directory directory;

  DryRuns(Steps steps, Deliveries deliveries, ActionExecutor executor, Directory directory) {
    this.steps = steps;
    this.deliveries = deliveries;
    this.executor = executor;
    this.directory = directory;
  }

  static boolean isUntried(RequestRecord record) {
    return record.request().state() instanceof Approved(_, _, Skipped(var reason, _, var tried))
        && reason.equals(Execution.DRY_RUN)
        && tried.isEmpty();
  }

  /// @param record proved, and untried
  void deliver(Delivery delivery, RequestRecord record) {
    if (record.freezing().covering(record.proposal()).isPresent()) {
      deliveries.keep(delivery, WHILE_FROZEN); // nothing of it touches a target meanwhile
      return;
    }
    TargetTrial trial = whyNotPermitted(record).orElseGet(() -> tried(record.proposal().action()));
    Optional<Duration> pause = LookAgain.after(delivery.attempts());
    if (trial.finding() == DryRunFinding.NOT_TRIED && pause.isPresent()) {
      deliveries.postpone(delivery, pause.get());
      return;
    }
    told(delivery.request(), trial)
        .ifPresent(
            finding -> log.info("{} as a dry run: {}", delivery.request(), WireName.of(finding)));
    deliveries.settle(delivery);
  }

  private TargetTrial tried(Action action) {
    return executor.triesOut(action)
        ? executor.tryOut(action)
        : TargetTrial.notTried("not_configured");
  }

  /// A target that its agent may not reach any more is not touched, even without an effect.
  private Optional<TargetTrial> whyNotPermitted(RequestRecord record) {
    return AgentRights.missing(record, directory).map(TargetTrial::notTried);
  }

  private Optional<DryRunFinding> told(ProposalId id, TargetTrial trial) {
    return steps
        .run(id, record -> ExecutionStep.tried(record, isUntried(record), trial))
        .flatMap(finding -> finding);
  }
}
