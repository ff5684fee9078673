package dev.countersign.intake;

import dev.countersign.audit.AuditEntry;
import dev.countersign.intake.IntakeResult.Declined;
import dev.countersign.intake.IntakeResult.Kind;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.policy.Ruling;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.RecordImage;
import dev.countersign.proposal.RevisionOf;
import dev.countersign.request.Execution;
import dev.countersign.request.Execution.Failed;
import dev.countersign.request.GrantMode;
import dev.countersign.request.RequestState.Approved;
import java.util.List;
import java.util.Optional;

/// That the gate asks about an approved change anew, because the record was not as people saw it.
/// It is the same change, from what the gate itself read.
///
/// @param now what the record holds, by the sealed entry of the execution
record ChangedRecord(RecordImage now) implements Preparing {

  /// Whether people approved it, it was not made for that reason, and nothing follows it yet.
  static boolean isOf(RequestRecord record) {
    return record.request().state() instanceof Approved(var basis, _, Failed end)
        && basis.mode() == GrantMode.QUORUM
        && end.code().equals(Execution.RECORD_CHANGED)
        && end.successor().isEmpty();
  }

  /// The same change from what the record holds now; empty where it holds all that was wanted.
  ///
  /// @param chain of the record
  Optional<byte[]> body(RequestRecord record, List<AuditEntry> chain) {
    RecordChange change = (RecordChange) record.proposal().action().changes();
    if (change.operation() == RecordChange.Operation.UPDATE && holdsWhatWasWanted(change)) {
      return Optional.empty();
    }
    JsonObject preconditions = record.proposal().action().preconditions();
    return Optional.of(
        new ProposedAnew(record)
            .body(
                RecordChange.from(now, record.proposal().action().changesDocument()),
                now.version()
                    .map(version -> preconditions.with("if_match", Json.of(version)))
                    .orElse(preconditions),
                chain));
  }

  private boolean holdsWhatWasWanted(RecordChange change) {
    return change.fields().stream()
        .allMatch(field -> field.to().equals(Optional.ofNullable(now.fields().get(field.path()))));
  }

  @Override
  public String actor() {
    return "gate";
  }

  @Override
  public void into(JsonObject.Builder data) {
    data.put("because", Execution.RECORD_CHANGED);
  }

  @Override
  public Optional<Declined> whyNot(RequestRecord before) {
    return isOf(before) ? Optional.empty() : Optional.of(moved());
  }

  @Override
  public Optional<RevisionOf.Cause> cause() {
    return Optional.of(RevisionOf.Cause.RECORD_CHANGED);
  }

  @Override
  public Declined moved() {
    return not(Kind.CONFLICT, "request_moved");
  }

  @Override
  public Declined refused(Ruling ruling) {
    return not(Kind.UNPROCESSABLE, "asking_refused");
  }

  @Override
  public Declined notAsked() {
    return not(Kind.UNPROCESSABLE, "nobody_asked");
  }

  /// Read by nobody but the log.
  private static Declined not(Kind kind, String code) {
    return IntakeWords.notPrepared(kind, code, "");
  }
}
