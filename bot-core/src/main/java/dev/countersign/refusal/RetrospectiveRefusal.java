package dev.countersign.refusal;

/// Why a retrospective is not filed, or not closed.
public enum RetrospectiveRefusal {
  /// The account belongs to nobody.
  NOT_A_PERSON,
  /// There is no such request, break-glass was not used on it, or it is none of theirs.
  UNKNOWN_RETROSPECTIVE,
  /// A question that has to be answered is not, or an answer cannot be kept.
  ANSWERS_WANTED,
  /// Somebody has filed it already.
  FILED_ALREADY,
  /// There is nothing to close yet.
  NOT_FILED,
  /// Nobody closes what they did, or what they wrote.
  OWN_WORK,
  /// This person has closed it before.
  CLOSED_BEFORE,
  /// Two have closed it.
  CLOSED_ALREADY,
  /// The rows are not what the entries say.
  RECORD_UNSOUND
}
