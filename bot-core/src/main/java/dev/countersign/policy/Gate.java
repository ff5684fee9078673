package dev.countersign.policy;

/// What a ruling answers, from loosest to strictest. The strictest of all that match wins.
public enum Gate {
  ALLOW,
  ASK,
  REFUSE;

  public Gate strictest(Gate other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
