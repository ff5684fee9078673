package dev.countersign.card;

/// What the presser, and only the presser, is told.
///
/// @param kind whether the press moved anything, and what an adapter does about it
/// @param code stable and closed, for logs, metrics and audit: `counted`, `already_decided`,
///   `not_eligible`, …; whoever wants to know what to do asks the kind
/// @param text why, and what to do next, in the service's own words
public record ClickAnswer(Kind kind, String code, String text) {
  /// The code of a press that lacked only the stronger check.
  public static final String STRONGER_CHECK = "stronger_check";

  /// Closed, so that an adapter that switches over it has thought of every answer.
  public enum Kind {
    /// The vote is committed.
    COUNTED,
    /// Nothing to do: the presser has voted before, or the request is decided; the text says how it
    /// stands. What was filled in this time is kept nowhere.
    STANDING,
    /// The very vote that counted came once more, with all that was filled in: nothing is lost.
    REPEATED,
    /// Of several requests that one press was about some may have counted and others did not; the
    /// text says which, and why.
    PARTLY,
    /// Not counted, and never will be for this press; as all up to [#MALFORMED].
    REFUSED,
    /// The presser is not among those who decide this now.
    NOT_ENTITLED,
    /// The platform calls the presser a guest, a stranger or nobody of the place.
    OUTSIDER,
    /// What was pressed is no longer what the gate shows: a fresh card says more than words, for
    /// its buttons are new, or gone.
    OUTDATED,
    /// What the decision asks for is missing; where it was asked for, it can be mended and sent
    /// again.
    INCOMPLETE,
    /// The button has none of our names.
    UNKNOWN_BUTTON,
    /// The press lacks something that it needs, or has the wrong shape.
    MALFORMED,
    /// Not counted because the gate itself could not; pressing again is safe.
    UNAVAILABLE
  }
}
