package dev.countersign.card;

/// Where adapters hand in clicks. Answers from committed state, within the platform's patience.
public interface ClickDesk {
  ClickAnswer decide(Click click);

  /// Whether the form of a decision opens for whoever pressed its button. Looked at as the decision
  /// itself is, and refused as it is: in words, and with an entry. Decides nothing.
  FormOpening open(Click click);
}
