package dev.countersign.card;

/// What the presser, and only the presser, is told.
///
/// @param kind whether the press moved anything
/// @param code stable and closed, for metrics and audit: `counted`, `already_decided`,
///   `not_eligible`, …
/// @param text why, and what to do next, in the service's own words
public record ClickAnswer(Kind kind, String code, String text) {

  public enum Kind {
    /// The vote is committed.
    COUNTED,
    /// Nothing to do: it was counted before, or the request is decided; the text says how it
    /// stands.
    STANDING,
    /// Not counted, and never will be for this press.
    REFUSED,
    /// Not counted because the gate itself could not; pressing again is safe.
    UNAVAILABLE
  }
}
