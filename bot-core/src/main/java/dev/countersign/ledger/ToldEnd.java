package dev.countersign.ledger;

import dev.countersign.request.Execution;
import dev.countersign.request.RequestState;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Expired;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestState.Refused;
import dev.countersign.request.RequestState.Rejected;
import dev.countersign.request.RequestState.Returned;
import dev.countersign.request.RequestState.Superseded;
import dev.countersign.request.RequestState.Withdrawn;
import java.time.Instant;
import java.util.Optional;

/// An end of a request that somebody is told of who did not ask. Each comes once at most: of all
/// states only `unknown` is left again, for what its target says later.
///
/// Not told: what was superseded, since the revision that follows has an end of its own; and what
/// the policy refused, since its agent was answered at once.
public record ToldEnd(Kind kind, Instant at) {
  public enum Kind {
    EXECUTED,
    FAILED,
    UNKNOWN,
    /// Approved, and not for this gate to execute.
    NOT_EXECUTED,
    REJECTED,
    RETURNED,
    EXPIRED,
    WITHDRAWN
  }

  /// Empty while it has none.
  public static Optional<ToldEnd> of(RequestState state) {
    return switch (state) {
      case Approved(_, _, var execution) -> of(execution);
      case Rejected(_, var at) -> end(Kind.REJECTED, at);
      case Returned(_, var at, _) -> end(Kind.RETURNED, at);
      case Expired(var at, _, _) -> end(Kind.EXPIRED, at);
      case Withdrawn(var at) -> end(Kind.WITHDRAWN, at);
      case Pending _, Refused _, Superseded _ -> Optional.empty();
    };
  }

  private static Optional<ToldEnd> of(Execution execution) {
    return switch (execution) {
      case Execution.Succeeded end -> end(Kind.EXECUTED, end.at());
      case Execution.Failed(_, _, var at, _) -> end(Kind.FAILED, at);
      case Execution.Unknown end -> end(Kind.UNKNOWN, end.at());
      case Execution.Reconciled end -> end(end.happened() ? Kind.EXECUTED : Kind.FAILED, end.at());
      case Execution.Skipped(_, var at, _) -> end(Kind.NOT_EXECUTED, at);
      case Execution.NotGranted _, Execution.Granted _, Execution.Running _ -> Optional.empty();
    };
  }

  private static Optional<ToldEnd> end(Kind kind, Instant at) {
    return Optional.of(new ToldEnd(kind, at));
  }
}
