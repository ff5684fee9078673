package dev.countersign.proposal;

/// How soon the agent says an answer is needed; orders the queue, never loosens a ruling.
public enum Urgency {
  LOW,
  NORMAL,
  HIGH,
  CRITICAL
}
