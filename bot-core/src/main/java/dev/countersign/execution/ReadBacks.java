package dev.countersign.execution;

import dev.countersign.json.WireName;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Soundness;
import dev.countersign.ledger.Steps;
import dev.countersign.people.Directory;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Execution.Succeeded;
import dev.countersign.request.ReadBackFinding;
import dev.countersign.request.RequestState.Approved;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at targets after they have confirmed an action: whether what was approved stands there. Of
/// a dry run it asks what they would make of it, see [DryRuns].
///
/// The success is committed before; looking sends nothing that has an effect, so it may be done
/// again by another worker, and a target that does not answer is asked a few times more.
public final class ReadBacks {
  private static final Logger log = LoggerFactory.getLogger(ReadBacks.class);

  private final Ledger ledger;
  private final Steps steps;
  private final Deliveries deliveries;
  private final ActionExecutor executor;
  private final Soundness soundness;
  private final ExecutionMetrics metrics;
  private final DryRuns dryRuns;

  public ReadBacks(
      Ledger ledger,
      Steps steps,
      Deliveries deliveries,
      ActionExecutor executor,
      Soundness soundness,
      ExecutionMetrics metrics,
      Directory directory) {
    this.ledger = ledger;
    this.steps = steps;
    this.deliveries = deliveries;
    this.executor = executor;
    this.soundness = soundness;
    this.metrics = metrics;
    this.dryRuns = new DryRuns(steps, deliveries, executor, directory);
  }

  /// @param delivery a claimed [dev.countersign.ledger.DeliveryKind#READ_BACK]
  public void deliver(Delivery delivery) {
    Optional<RequestRecord> record =
        ledger
            .find(delivery.request())
            .filter(each -> unread(each).isPresent() || DryRuns.isUntried(each));
    if (record.isEmpty()) {
      deliveries.settle(delivery);
      return;
    }
    ProposalId id = delivery.request();
    // What a row says is approved is not asked about before it is proved.
    soundness.require(record.get(), ledger.audit(id));
    if (DryRuns.isUntried(record.get())) {
      dryRuns.deliver(delivery, record.get());
      return;
    }
    TargetLook look = look(record.get());
    if (look instanceof TargetLook.NotYet(var pause)) {
      deliveries.keep(delivery, pause); // it waits its turn, and this was no look
      return;
    }
    Optional<Duration> pause = LookAgain.after(delivery.attempts());
    if (look instanceof TargetLook.NotRead(var code) && pause.isPresent()) {
      log.info("{} is read back later: {}", id, code);
      deliveries.postpone(delivery, pause.get());
      return;
    }
    told(id, look)
        .ifPresent(finding -> {
          String connection = record.get().proposal().action().targetSystem();
          log.info("{} on {} read back: {}", id, connection, WireName.of(finding));
          metrics.readBack(connection, finding);
        });
    deliveries.settle(delivery);
  }

  /// Empty where it was told meanwhile, or there is nothing to tell any more.
  private Optional<ReadBackFinding> told(ProposalId id, TargetLook look) {
    return steps
        .run(id, record -> ExecutionStep.readBack(record, unread(record), look))
        .flatMap(finding -> finding);
  }

  /// The connection may say by now that nothing is read back.
  private TargetLook look(RequestRecord record) {
    var action = record.proposal().action();
    return executor.readsBack(action)
        ? executor.readBack(action)
        : new TargetLook.NotRead("not_configured");
  }

  private static Optional<Succeeded> unread(RequestRecord record) {
    return record.request().state() instanceof Approved(_, _, Succeeded done)
            && done.readBack().isEmpty()
            && record.reportedBy().isEmpty()
        ? Optional.of(done)
        : Optional.empty();
  }
}
