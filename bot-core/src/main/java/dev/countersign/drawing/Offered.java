package dev.countersign.drawing;

import dev.countersign.audit.AskedAgain;
import dev.countersign.card.Intervention;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.RecordMark;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.Execution.Failed;
import dev.countersign.request.Execution.Reconciled;
import dev.countersign.request.Execution.Succeeded;
import dev.countersign.request.Execution.Unknown;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Expired;
import dev.countersign.request.RequestState.Rejected;
import dev.countersign.request.RequestState.Returned;
import java.util.List;
import java.util.Optional;

/// What a request offers beside decisions, by where it stands.
public final class Offered {
  private Offered() {}

  /// For what the agent can be asked by now: after a failure, or where nobody knows whether it
  /// happened, to retry, unless a revision follows; where it ended without an approval, and no
  /// revision follows, to resubmit.
  public static Optional<AskedAgain.Kind> again(ApprovalRequest request) {
    return switch (request.state()) {
      case Approved(_, _, Failed end) when end.successor().isPresent() -> Optional.empty();
      case Approved(_, _, Failed _), Approved(_, _, Unknown _) ->
          Optional.of(AskedAgain.Kind.RETRY);
      case Approved(_, _, Reconciled end) when !end.happened() ->
          Optional.of(AskedAgain.Kind.RETRY);
      case Expired ended when ended.successor().isEmpty() -> Optional.of(AskedAgain.Kind.RESUBMIT);
      case Returned ended when ended.successor().isEmpty() -> Optional.of(AskedAgain.Kind.RESUBMIT);
      case Rejected _ -> Optional.of(AskedAgain.Kind.RESUBMIT);
      default -> Optional.empty();
    };
  }

  /// On the card of a request that is over, in their order.
  static List<Intervention> afterTheEnd(RequestRecord record) {
    ApprovalRequest request = record.request();
    return switch (request.state()) {
      case Approved(_, _, Succeeded _) -> happened(record);
      case Approved(_, _, Reconciled end) when end.happened() -> happened(record);
      case Approved(_, _, Unknown _) ->
          List.of(Intervention.RECONCILE, Intervention.RETRY, Intervention.PROBLEM);
      default ->
          again(request)
              .map(kind ->
                  List.of(
                      switch (kind) {
                        case RETRY -> Intervention.RETRY;
                        case RESUBMIT -> Intervention.RESUBMIT;
                      }))
              .orElseGet(List::of);
    };
  }

  private static List<Intervention> happened(RequestRecord record) {
    return record.isExecutedHere()
            && record.proposal().action().changes() instanceof RecordChange change
            && canBeSetBack(record, change)
        ? List.of(Intervention.UNDO, Intervention.PROBLEM)
        : List.of(Intervention.PROBLEM);
  }

  /// Values that this gate changed can be set back, if it knows what was there: whoever presses is
  /// told where it does not. Of a record that was made, archived or restored the connection says
  /// whether; and one that was made has to be found again.
  private static boolean canBeSetBack(RequestRecord record, RecordChange change) {
    return switch (change.operation()) {
      case UPDATE -> true;
      case DELETE -> false;
      case ARCHIVE, RESTORE -> record.ruling().circumstances().undoneBy().isPresent();
      case CREATE ->
          record.ruling().circumstances().undoneBy().isPresent()
              && (record.proposal().action().targetId().isPresent() || key(record).isPresent());
    };
  }

  private static Optional<String> key(RequestRecord record) {
    return record.request().state() instanceof Approved(_, _, Succeeded end)
        ? end.left().flatMap(RecordMark::key)
        : Optional.empty();
  }
}
