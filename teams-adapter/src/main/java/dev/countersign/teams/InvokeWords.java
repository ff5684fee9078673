package dev.countersign.teams;

import dev.countersign.request.Entitlement;
import java.util.Optional;

/// What a presser is told by the adapter itself: why, and what to do.
final class InvokeWords {
  static final String MALFORMED =
      "This button is not one that Countersign made, so nothing was counted.";
  static final String NO_ACCOUNT =
      "Teams does not tell Countersign who you are, so you cannot decide here. Guests of a meeting"
          + " without an account cannot; please sign in to your organisation.";
  static final String UNKNOWN_VERB = "This button decides nothing here.";
  static final String NOT_PRESSED =
      "Nothing was counted: only a button that a person presses decides.";
  static final String NOT_KEPT =
      "This is not the card that Countersign keeps up to date. Please use the newest card in this"
          + " conversation.";
  static final String UNAVAILABLE =
      "Countersign cannot answer right now; nothing was counted. Please press again in a minute;"
          + " pressing twice does no harm.";
  static final String NO_MEMBER =
      "Only members of this organisation and of this conversation decide here. If you are one, Teams"
          + " does not say so right now; please try again in a minute.";
  static final String OLD_CLIENT =
      "This version of Teams cannot show you the buttons. Please open the card in an up-to-date"
          + " Teams.";

  private static final String UNLINKED =
      "Your Teams account is not linked to a person in Countersign. Please ask your administrator"
          + " to link it.";

  private InvokeWords() {}

  /// Why somebody is shown no buttons.
  ///
  /// @param viewer empty for an account that is linked to nobody
  static String why(Optional<Entitlement> viewer) {
    return viewer.map(InvokeWords::why).orElse(UNLINKED);
  }

  private static String why(Entitlement viewer) {
    return switch (viewer) {
      case ENTITLED -> "The time to decide is over. Nothing was executed.";
      case VOTED -> "Your vote is counted already; it waits for the others.";
      case CONFLICTED ->
          "You cannot decide this one: it was proposed on your behalf or by an agent that you own."
              + " Somebody else of the group has to.";
      case NOT_ASKED ->
          "You are not in the group that decides this now. Somebody of the group named on the card"
              + " has to.";
      case DECIDED -> "This is decided already; the card shows how.";
    };
  }
}
