package dev.countersign.report;

import dev.countersign.request.GrantMode;
import dev.countersign.request.RequestState;

/// How a request ended, as far as a report tells it apart.
public enum Ending {
  PENDING,
  /// By the policy, without asking anybody.
  AUTO_APPROVED,
  /// By people.
  APPROVED,
  REJECTED,
  RETURNED,
  EXPIRED,
  /// By the policy.
  REFUSED,
  /// Outside the pilot, where nothing follows.
  OBSERVED,
  WITHDRAWN,
  SUPERSEDED;

  static Ending of(RequestState state) {
    return switch (state) {
      case RequestState.Pending _ -> PENDING;
      case RequestState.Approved approved ->
          approved.mode() == GrantMode.AUTO ? AUTO_APPROVED : APPROVED;
      case RequestState.Rejected _ -> REJECTED;
      case RequestState.Returned _ -> RETURNED;
      case RequestState.Expired _ -> EXPIRED;
      case RequestState.Refused _ -> REFUSED;
      case RequestState.Withdrawn _ -> WITHDRAWN;
      case RequestState.Superseded _ -> SUPERSEDED;
    };
  }

  /// Whether its action was let through.
  boolean isApproval() {
    return this == AUTO_APPROVED || this == APPROVED;
  }

  /// Whether people decided it.
  boolean isByPeople() {
    return this == APPROVED || this == REJECTED || this == RETURNED;
  }
}
