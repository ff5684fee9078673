package dev.countersign.card;

import dev.countersign.people.Surface;
import dev.countersign.request.Entitlement;
import java.util.Optional;

/// Why somebody does not decide something, and what they can do: the one wording for whoever
/// presses, looks or asks.
///
/// @param why a sentence without its full stop
/// @param next what to do
public record WhyNot(String why, String next) {
  public static final WhyNot UNLINKED =
      new WhyNot(
          "Your chat account is not linked to a person in Countersign",
          "If it knows you in another chat, ask it for a code: write link to it, behind its slash"
              + " command or in your own chat with it. Otherwise please ask your administrator to"
              + " link it.");
  public static final WhyNot CONFLICTED =
      new WhyNot(
          "You cannot decide this one: it is for you, was proposed on your behalf or by an agent"
              + " that you own, or you edited it, or you asked for it to be undone",
          "Somebody else of the group has to.");
  public static final WhyNot NOT_ASKED =
      new WhyNot(
          "You are not in the group that decides this now",
          "Somebody of the group named on the card has to.");
  public static final WhyNot OTHER_FUNCTION =
      new WhyNot(
          "Your group decides this now, but you have none of the functions that count in it",
          "Somebody of the group with a function named on the card has to.");
  public static final WhyNot TOO_LATE =
      new WhyNot(
          "The time to decide is over", "Nothing was executed; the agent can propose it again.");
  public static final WhyNot OUTSIDER =
      new WhyNot(
          "Only members of this organisation and of this conversation decide here",
          "Guests cannot.");
  public static final WhyNot NOT_OURS =
      new WhyNot(
          "This button is not one that Countersign made",
          "If it sits on a Countersign card, please tell your administrator.");
  public static final WhyNot NOT_KEPT =
      new WhyNot(
          "This is not the card that Countersign keeps up to date",
          "Please use the newest card in the conversation.");

  /// To whoever named a request that is not there for them.
  public static final String ID = "An id looks like prop_01J0000000000000000000000A.";

  /// Where something is to be asked in the name of an agent.
  public static final String AGENT_UNREGISTERED =
      "The agent that proposed this is not registered any more, so nothing can be asked in its"
          + " name.";

  /// To whoever asks about a request, whether there is none or it is none of theirs.
  public static final String UNKNOWN_REQUEST =
      "Countersign knows no such request that would be yours to see. " + ID;

  /// Nobody pressed anything.
  public static final String NOT_PRESSED =
      "Nothing was counted: only a button that a person presses decides.";

  /// Something of the chat's that the gate does not take.
  public static final String DOES_NOTHING =
      "Nothing was recorded: Countersign does nothing here. Decisions are made with the buttons on"
          + " its cards.";

  /// What to do when the gate could not.
  public static final String PRESS_AGAIN =
      "Please press again in a minute; a vote counts only once.";

  /// What to do when a form came in while the gate could not.
  public static final String SEND_AGAIN = "Please send it again in a minute.";

  /// Above what somebody wrote in a form that came too late.
  public static final String KEPT_NOWHERE = "What you wrote is kept nowhere else. You can copy it:";

  /// What whoever may decide can do without anybody else.
  public static final String DECIDE_OR_RETURN = "Please decide, or request changes.";

  /// What to write where a note was too long, or not plain text.
  ///
  /// @param longest UTF-16 units
  public static String shorterNote(int longest) {
    return "Please write a note of at most " + longest + " ordinary characters.";
  }

  /// To whoever did something while their chat did not say what their account is.
  public static String unconfirmed(Surface chat) {
    return chat.label()
        + " did not confirm your account just now, so nothing came of this. Please try again in a"
        + " minute.";
  }

  /// To whoever looked or asked.
  public String said() {
    return why + ". " + next;
  }

  /// To whoever pressed.
  public String saidToThePresser() {
    return uncounted() + " " + next;
  }

  /// To whoever pressed, where something else is to be said after it.
  public String uncounted() {
    return why + ", so nothing was counted.";
  }

  /// Why somebody who looks is shown no buttons.
  ///
  /// @param viewer empty for an account that is linked to nobody
  public static String said(Optional<Entitlement> viewer) {
    return viewer.map(WhyNot::said).orElseGet(UNLINKED::said);
  }

  /// The same of somebody whom the directory knows.
  public static String said(Entitlement viewer) {
    return switch (viewer) {
      case ENTITLED -> TOO_LATE.said();
      case VOTED -> "Your vote is counted already; it waits for the others.";
      case CONFLICTED -> CONFLICTED.said();
      case NOT_ASKED -> NOT_ASKED.said();
      case OTHER_FUNCTION -> OTHER_FUNCTION.said();
      case DECIDED -> "This is decided already; the card shows how.";
    };
  }
}
