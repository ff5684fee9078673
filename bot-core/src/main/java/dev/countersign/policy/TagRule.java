package dev.countersign.policy;

/// Which tag a policy gives to what.
public record TagRule(TagName tag, Condition when) {
  /// Of one policy: labels of metrics and lists come from them.
  static final int MOST = 50;
}
