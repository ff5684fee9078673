package dev.countersign.request;

import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.RequestState.Expired;
import dev.countersign.request.RequestState.Pending;
import dev.countersign.request.RequestState.Refused;
import dev.countersign.request.RequestState.Rejected;
import dev.countersign.request.RequestState.Returned;
import dev.countersign.request.RequestState.Superseded;
import dev.countersign.request.RequestState.Withdrawn;

/// A [RequestState] in one word, as rows keep it and API callers read it.
public enum RequestStatus {
  PENDING,
  APPROVED,
  REJECTED,
  RETURNED,
  REFUSED,
  EXPIRED,
  WITHDRAWN,
  SUPERSEDED;

  public static RequestStatus of(RequestState state) {
    return switch (state) {
      case Pending _ -> PENDING;
      case Approved _ -> APPROVED;
      case Rejected _ -> REJECTED;
      case Returned _ -> RETURNED;
      case Refused _ -> REFUSED;
      case Expired _ -> EXPIRED;
      case Withdrawn _ -> WITHDRAWN;
      case Superseded _ -> SUPERSEDED;
    };
  }
}
