package dev.countersign.teams.answer;

import dev.countersign.card.WhyNot;

/// What a presser is told by the adapter itself: why, and what to do.
final class InvokeWords {
  static final String NO_ACCOUNT =
      "Teams does not tell Countersign who you are, so you cannot decide here. Guests of a meeting"
          + " without an account cannot; please sign in to your organisation.";
  static final String UNKNOWN_VERB = "This button decides nothing here.";
  static final String UNAVAILABLE =
      "Countersign cannot answer right now; nothing was counted. " + WhyNot.PRESS_AGAIN;
  static final String NO_MEMBER =
      WhyNot.OUTSIDER.why()
          + ". If you are one, Teams does not say so right now; please try again in a minute.";
  static final String OLD_CLIENT =
      "This version of Teams cannot show you the buttons. Please open the card in an up-to-date"
          + " Teams.";

  private InvokeWords() {}
}
