package dev.countersign.intake;

import dev.countersign.audit.AuditEntry;
import dev.countersign.audit.EntryType;
import dev.countersign.intake.IntakeResult.Declined;
import dev.countersign.intake.IntakeResult.Invalid;
import dev.countersign.intake.IntakeResult.Malformed;
import dev.countersign.intake.IntakeResult.Recorded;
import dev.countersign.ledger.Deliveries;
import dev.countersign.ledger.Delivery;
import dev.countersign.ledger.Ledger;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.ledger.Soundness;
import dev.countersign.ledger.ToldEnd;
import dev.countersign.people.Agent;
import dev.countersign.people.Directory;
import dev.countersign.proposal.ProposalId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks people anew about changes that were not made because the record had changed. The revision
/// takes the way of every proposal of its agent; one that is not taken leaves the request as it is,
/// not executed.
public final class ChangedRecords {
  /// For so long after the end it is tried again where too much waits for people.
  static final Duration LONGEST = Duration.ofHours(1);

  static final Duration PAUSE = Duration.ofMinutes(1);

  private static final Logger log = LoggerFactory.getLogger(ChangedRecords.class);

  private final IntakeDesk intake;
  private final Ledger ledger;
  private final Deliveries deliveries;
  private final Directory directory;
  private final Soundness soundness;

  public ChangedRecords(
      IntakeDesk intake,
      Ledger ledger,
      Deliveries deliveries,
      Directory directory,
      Soundness soundness) {
    this.intake = intake;
    this.ledger = ledger;
    this.deliveries = deliveries;
    this.directory = directory;
    this.soundness = soundness;
  }

  /// @param delivery a claimed [dev.countersign.ledger.DeliveryKind#ASK_ANEW]
  public void deliver(Delivery delivery) {
    Optional<RequestRecord> record = ledger.find(delivery.request()).filter(ChangedRecord::isOf);
    if (record.isPresent() && isToBeTriedAgain(record.get(), asked(record.get()))) {
      deliveries.postpone(delivery, PAUSE);
    } else {
      deliveries.settle(delivery);
    }
  }

  /// @return empty where there is nothing to ask
  private Optional<IntakeResult> asked(RequestRecord record) {
    ProposalId id = record.request().id();
    List<AuditEntry> chain = ledger.audit(id);
    soundness.require(record, chain);
    Optional<Agent> agent = directory.asOfNow().agent(record.proposal().agent());
    if (agent.isEmpty()) {
      log.info("{} is not asked anew: its agent is not registered any more", id);
      return Optional.empty();
    }
    Optional<ChangedRecord> changed =
        RecordImages.last(chain, EntryType.EXECUTION_FAILED, "found").map(ChangedRecord::new);
    if (changed.isEmpty()) {
      log.warn("{} is not asked anew: its entries do not tell what the record holds", id);
      return Optional.empty();
    }
    Optional<byte[]> body = changed.get().body(record, chain);
    if (body.isEmpty()) {
      log.info("{} is not asked anew: the record holds what was wanted", id);
    }
    return body.map(it -> intake.prepared(agent.get(), it, changed.get()));
  }

  private static boolean isToBeTriedAgain(RequestRecord record, Optional<IntakeResult> result) {
    ProposalId id = record.request().id();
    switch (result.orElse(null)) {
      case null -> {}
      case Recorded(var next, _, _, _) ->
          log.info("{} is asked anew as {}: the record had changed", id, next);
      case Declined(var reason, var pointer, _, _) -> {
        log.info("{} is not asked anew: {} {}", id, reason.code(), pointer);
        return reason.kind() == IntakeResult.Kind.TOO_MANY && isRecent(record);
      }
      case Invalid(var errors) ->
          log.warn("{} is not asked anew: {}", id, errors.getFirst().pointer());
      case Malformed(var code, _, _, _) -> log.warn("{} is not asked anew: {}", id, code);
    }
    return false;
  }

  private static boolean isRecent(RequestRecord record) {
    return ToldEnd.of(record.request().state())
        .filter(end -> record.now().isBefore(end.at().plus(LONGEST)))
        .isPresent();
  }
}
