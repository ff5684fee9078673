package dev.countersign.refusal;

/// Why somebody's use of break-glass, or their word for ending one, counts for nothing.
public enum GlassRefusal {
  /// The account belongs to nobody.
  NOT_A_PERSON,
  /// No group of `people.yaml` says `may_break_glass: true`.
  NOBODY_MAY,
  /// The person is in no group that may.
  NO_RIGHT,
  /// There is no such request.
  UNKNOWN_REQUEST,
  /// It is decided, or over: there is nothing to approve.
  NOT_PENDING,
  /// Its deadline has passed.
  TOO_LATE,
  /// The person owns the agent, is whom it acts for, or whom the action is for.
  CONFLICTED,
  /// A freeze covers it: break-glass does not go past one.
  FROZEN,
  /// Nothing would be executed: a dry run, or a connection that only advises.
  NOT_EXECUTED,
  /// The action itself must not run yet.
  NOT_YET,
  /// The retrospective of an earlier use of the person is not filed.
  OPEN_RETROSPECTIVE,
  /// Two others should have read by now what was filed of an earlier use of the person.
  UNREAD_RETROSPECTIVE,
  /// The person has used it as often as one may within 30 days.
  USED_UP,
  /// The settings name no channel in which operators and security would be told.
  NOBODY_TOLD,
  /// Nobody else who is there could end it.
  NOBODY_ENDS,
  /// Nobody with another function could look at it afterwards.
  NO_REVIEWER,
  /// No incident is named.
  NO_INCIDENT,
  /// There is no reason, or too short a one.
  NO_REASON,
  /// No passkey of the person signed for this.
  NO_PASSKEY,
  /// What they signed for and were shown is an earlier revision of it.
  CHANGED,
  /// This page was never shown to the person.
  NOT_SHOWN,
  /// The rows are not what the entries say.
  RECORD_UNSOUND,
  /// The gate that proves every grant does not take it.
  NOT_PROVEN,
  /// There is no use of break-glass on this request to end.
  NOT_BROKEN,
  /// It runs already, or has ended.
  TOO_LATE_TO_END
}
