package dev.countersign.request;

/// What a person decides, and what a button of a card means.
public enum Decision {
  APPROVE,
  REJECT,
  RETURN
}
