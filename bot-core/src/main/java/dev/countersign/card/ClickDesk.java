package dev.countersign.card;

/// Where adapters hand in clicks. Answers from committed state, within the platform's patience.
public interface ClickDesk {
  ClickAnswer decide(Click click);
}
