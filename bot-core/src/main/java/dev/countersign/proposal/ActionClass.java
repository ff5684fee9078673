package dev.countersign.proposal;

/// The four kinds of action; each has its own validation, card, executor and risk facts.
public enum ActionClass {
  MESSAGE,
  RECORD_CHANGE,
  API_CALL,
  TOOL_CALL
}
