package dev.countersign.card;

/// How a card feels at a glance. Never the only sign of anything: the words say it as well.
public enum Tone {
  NEUTRAL,
  GOOD,
  WARNING,
  DANGER
}
