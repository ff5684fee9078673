package dev.countersign.audit;

/// The kinds of audit entry. Those that move the request fold back into its state, see
/// [EventCodec].
public enum EntryType {
  PROPOSED,
  RULED,
  /// Rendered and about to be sent as a new message.
  CARD_OFFERED,
  /// The platform named the message.
  CARD_POSTED,
  /// About to be shown in a message that stands.
  CARD_UPDATED,
  /// The platform will never show it there.
  CARD_FAILED,
  CLICK_REFUSED,
  VOTED,
  DEADLINE_PASSED,
  WITHDRAWN,
  SUPERSEDED,
  GRANT_ISSUED,
  GRANT_REDEEMED,
  EXECUTION_SUCCEEDED,
  EXECUTION_FAILED,
  EXECUTION_LOST,
  EXECUTION_BARRED,
  EXECUTION_SKIPPED
}
