package dev.countersign.audit;

/// The kinds of audit entry. Those that move the request fold back into its state, see [EventCodec].
public enum EntryType {
  PROPOSED,
  RULED,
  CARD_POSTED,
  CARD_UPDATED,
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
