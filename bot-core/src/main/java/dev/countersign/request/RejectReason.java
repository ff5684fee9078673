package dev.countersign.request;

/// Why a person rejects: a closed list, so that reasons can be counted.
public enum RejectReason {
  /// What would be sent or changed is wrong, or its amount is.
  WRONG_CONTENT,
  NOT_ENOUGH_CONTEXT,
  AGAINST_POLICY,
  NO_LONGER_NEEDED
}
