package dev.countersign.breakglass;

import dev.countersign.card.BreakGlassDesk.Told;
import dev.countersign.card.WhyNot;
import dev.countersign.json.WireName;
import dev.countersign.people.GlassHolders;
import dev.countersign.refusal.GlassRefusal;
import dev.countersign.request.BrokenGlass;
import java.time.Duration;

/// What people are told about break-glass, in the service's own words.
final class GlassWords {
  static Told used(Duration startAfter) {
    return new Told(
        true,
        "",
        "Break-glass was used. The action runs once, "
            + (startAfter.isZero() ? "now" : "in " + startAfter.toSeconds() + " seconds")
            + ", or as soon after as its connection takes it, and within "
            + BrokenGlass.LIFE.toSeconds()
            + " seconds or never; unless somebody ends it before or a check refuses. Security has"
            + " been told, and a retrospective is open.");
  }

  static final Told ENDED =
      new Told(true, "", "Ended before it ran: nothing was executed, and nothing will be of it.");

  private GlassWords() {}

  static Told refused(GlassRefusal why) {
    return new Told(false, WireName.of(why), said(why));
  }

  static String said(GlassRefusal why) {
    return switch (why) {
      case NOT_A_PERSON -> WhyNot.UNLINKED.said();
      case NOBODY_MAY ->
          "Nobody may use break-glass here: a group of people.yaml needs may_break_glass: true, for"
              + " at most "
              + GlassHolders.MOST
              + " people.";
      case NO_RIGHT ->
          "You are in no group that may do this, so nothing was done. Who may use break-glass is"
              + " set by may_break_glass in people.yaml; who may freeze can end it, too.";
      case UNKNOWN_REQUEST -> "Countersign knows no such request. " + WhyNot.ID;
      case NOT_PENDING ->
          "This request is decided or over, so there is nothing that break-glass could approve.";
      case TOO_LATE -> "The deadline of this request has passed. Please have it proposed again.";
      case CONFLICTED ->
          "You own the agent, or it acts for you, or the action is for you. Break-glass does not"
              + " change that: somebody else with the right has to use it.";
      case FROZEN ->
          "This is frozen, and break-glass does not go past a freeze. Two people who may freeze, or"
              + " one with a passkey, can lift it.";
      case NOT_EXECUTED ->
          "Countersign executes nothing of this, so there is nothing that break-glass could start.";
      case NOT_YET ->
          "The action says itself that it must not run yet, so break-glass cannot be used before"
              + " that time.";
      case OPEN_RETROSPECTIVE ->
          "The retrospective of your last use is not filed yet. Until it is, somebody else with the"
              + " right has to use break-glass.";
      case UNREAD_RETROSPECTIVE ->
          "Two others should have read the retrospective of an earlier use of yours by now. Until"
              + " they have, somebody else with the right has to use break-glass.";
      case USED_UP ->
          "You have used break-glass as often as one person may within 30 days. Somebody else with"
              + " the right has to.";
      case NOBODY_TOLD ->
          "No channel is set in which security would be told (notices.alerts), so break-glass"
              + " cannot be used.";
      case NOBODY_ENDS ->
          "Nobody but you who is there could end it, so you cannot use break-glass. It takes"
              + " somebody else who has the right, or who may freeze.";
      case NO_REVIEWER ->
          "Nobody with another function than yours could look at this afterwards, so you cannot use"
              + " break-glass on it.";
      case NO_INCIDENT ->
          "Please name the incident as it is called where you track it, such as INC-2041: letters,"
              + " digits and . _ : / # - without blanks, at most 64.";
      case NO_REASON ->
          "Please say why on one line, in "
              + BrokenGlass.SHORTEST_REASON
              + " to "
              + BrokenGlass.LONGEST_REASON
              + " characters that people can see.";
      case NO_PASSKEY ->
          "This takes your own passkey, for exactly this action. Nothing was done; please press"
              + " once more.";
      case NOT_SHOWN ->
          "This is not a page that you were shown, so nothing was done. Please open it anew.";
      case CHANGED ->
          "This is not what you were shown: it has changed since. Please read it again, and press"
              + " once more.";
      case RECORD_UNSOUND ->
          "What is stored of this request is not as it was written, so nothing is done with it."
              + " Please tell your administrator.";
      case NOT_PROVEN ->
          "The gate does not take this as proven, so nothing was done. Please tell your"
              + " administrator.";
      case NOT_BROKEN -> "There is no use of break-glass on this request.";
      case TOO_LATE_TO_END ->
          "It is too late: it has started already, or is over. The card of the request says how it"
              + " ended.";
    };
  }
}
