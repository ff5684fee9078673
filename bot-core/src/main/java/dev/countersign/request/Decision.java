package dev.countersign.request;

/// What a button means. Only the first three are votes.
public enum Decision {
  APPROVE,
  REJECT,
  RETURN,
  ESCALATE,
  DETAILS;

  public boolean isVote() {
    return this == APPROVE || this == REJECT || this == RETURN;
  }
}
