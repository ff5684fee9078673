package dev.countersign.trial.page;

import java.util.Locale;

/// What can be made to go wrong, each with the words of its button.
enum Trouble {
  THROTTLED("Slack answers 429"),
  OUTAGE("Slack is down"),
  DUPLICATE("A callback comes twice"),
  FORGED("A forged signature"),
  OLD("A recorded callback, later"),
  EXPIRED("An expired token from Teams"),
  SWAPPED("Another request's button"),
  REWRITTEN("The approved action is rewritten"),
  STRANGER("A stranger approves"),
  TOGETHER("Two people at once");

  private final String label;

  Trouble(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Trouble of(String id) {
    for (Trouble one : values()) {
      if (one.id().equals(id)) {
        return one;
      }
    }
    throw new RefusedException("There is no such trouble.");
  }

  /// What the gate did, in one word or two, as it was seen.
  enum Upshot {
    /// Nothing was counted, nothing sent.
    REFUSED("refused"),
    /// One vote, one call.
    ONCE("counted once"),
    /// One card, in spite of it.
    DELIVERED("delivered"),
    /// What was to go wrong did not, so nothing is shown by it.
    NOT_PLAYED("did not happen"),
    /// Anything else, which would be a fault of the gate.
    OTHERWISE("not as promised");

    private final String word;

    Upshot(String word) {
      this.word = word;
    }

    String word() {
      return word;
    }
  }
}
