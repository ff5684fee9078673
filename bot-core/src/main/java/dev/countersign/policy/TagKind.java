package dev.countersign.policy;

/// What a tag says something about. A request has at most one tag of each kind, so figures by tags
/// of one kind add up.
public enum TagKind {
  DOMAIN,
  SEVERITY,
  SOURCE,
  /// The only one without a value.
  BLOCKS_CUSTOMER;

  /// Whether a tag of this kind has a value, such as `domain/billing`.
  boolean hasValue() {
    return this != BLOCKS_CUSTOMER;
  }
}
