package dev.countersign.freezing;

import dev.countersign.card.Reply;
import dev.countersign.card.Reply.Part;
import dev.countersign.card.Run;
import dev.countersign.json.WireName;
import dev.countersign.passkey.PasskeyRefusal;
import dev.countersign.passkey.StrongerRefusal;
import dev.countersign.people.AccountId;
import dev.countersign.proposal.PersonId;
import dev.countersign.refusal.Door;
import dev.countersign.refusal.GlassRefusal;
import dev.countersign.refusal.RefusedAttempt;
import dev.countersign.refusal.RetrospectiveRefusal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What operators are told of an attempt that was refused and that no mistake explains.
final class RefusedWords {
  private static final String ASK =
      "Ask them at once, face to face or by a call that you made, whether it was them. ";

  private static final String STOLEN =
      ASK
          + "If it was not, somebody else has their session: take them out of people.yaml and"
          + " import it, have their account locked where they sign in, and freeze what must not run"
          + " meanwhile.";

  private static final String OFFERED_NOWHERE = "No page of Countersign offered this. " + STOLEN;

  private static final String VERIFY =
      "Run countersign verify: it names what was changed, and where.";

  private static final String LATER = " The same again within an hour is not told anew.";

  private RefusedWords() {}

  static Reply.Listing of(RefusedAttempt attempt, Instant at) {
    String heading = "🚨 Refused: " + deed(attempt.door());
    Said said = said(attempt);
    String todo = "Nothing was done. " + said.todo() + LATER;
    List<List<Run>> lines = new ArrayList<>();
    lines.add(who(attempt));
    attempt
        .key()
        .ifPresent(key ->
            lines.add(
                List.of(
                    Run.strong("With "),
                    Run.words("passkey " + key.number() + " of "),
                    Run.supplied(key.owner().value()))));
    lines.add(
        List.of(
            Run.strong("Why not: "),
            Run.words(said.why()),
            Run.words(" ("),
            Run.supplied(attempt.why(), Run.Emphasis.CODE),
            Run.words(")")));
    if (!attempt.about().isEmpty()) {
      lines.add(
          List.of(
              Run.strong(attempt.door() == Door.LIFT_FREEZE ? "Freeze: " : "Request: "),
              Run.supplied(attempt.about(), Run.Emphasis.CODE)));
    }
    lines.add(List.of(Run.strong("When: "), new Run.Moment(at)));
    return new Reply.Listing(
        heading, heading + ". " + todo, List.of(new Part.Lines(lines), new Part.Note(todo)));
  }

  private static List<Run> who(RefusedAttempt attempt) {
    List<Run> line = new ArrayList<>();
    line.add(Run.strong("Who: "));
    Optional<PersonId> person = attempt.who().person();
    line.add(
        person
            .map(one -> Run.supplied(one.value()))
            .orElseGet(() ->
                Run.words(
                    attempt.who().account().isPresent()
                        ? "nobody of people.yaml"
                        : "somebody who is not signed in")));
    attempt
        .who()
        .account()
        .map(AccountId::toString)
        .ifPresent(account -> {
          line.add(Run.words(", by "));
          line.add(Run.supplied(account, Run.Emphasis.CODE));
        });
    return List.copyOf(line);
  }

  private static String deed(Door door) {
    return switch (door) {
      case SIGN_IN -> "signing in by passkey";
      case APPROVE -> "approving with a passkey";
      case LIFT_FREEZE -> "lifting a freeze with a passkey";
      case DRILL -> "trying a passkey";
      case ENROL -> "enrolling a passkey";
      case CONFIRM_PASSKEY -> "confirming a passkey";
      case REMOVE_PASSKEY -> "removing a passkey";
      case BREAK_GLASS -> "a use of break-glass";
      case ASK_BREAK_GLASS -> "asking for break-glass";
      case END_BREAK_GLASS -> "ending a use of break-glass";
      case RETROSPECTIVE -> "a retrospective of break-glass";
    };
  }

  /// What is said of one reason, and what to do about it.
  private record Said(String why, String todo) {}

  private static Said said(RefusedAttempt attempt) {
    return switch (attempt.door()) {
      case ENROL, CONFIRM_PASSKEY, REMOVE_PASSKEY ->
          said(PasskeyRefusal.class, attempt, why -> new Said(why(why), OFFERED_NOWHERE));
      case RETROSPECTIVE ->
          said(RetrospectiveRefusal.class, attempt, why -> new Said(why(why), todo(why)));
      case ASK_BREAK_GLASS, END_BREAK_GLASS ->
          said(GlassRefusal.class, attempt, why -> new Said(why(why), todo(why)));
      // A passkey comes with a use of break-glass, and no code is two things.
      case SIGN_IN, APPROVE, LIFT_FREEZE, DRILL, BREAK_GLASS ->
          WireName.parse(StrongerRefusal.class, attempt.why())
              .map(why -> new Said(why(why), todo(why)))
              .orElseGet(
                  () -> said(GlassRefusal.class, attempt, why -> new Said(why(why), todo(why))));
    };
  }

  private static <E extends Enum<E>> Said said(
      Class<E> reasons, RefusedAttempt attempt, Function<E, Said> words) {
    return WireName.parse(reasons, attempt.why())
        .map(words)
        .orElseGet(() -> new Said("another version of Countersign knows why", STOLEN));
  }

  private static String why(PasskeyRefusal why) {
    return switch (why) {
      case NOT_A_PERSON -> "the account belongs to nobody any more";
      case NOBODY_MAY, NO_RIGHT -> "they have no right to it, or have it no longer";
      case OWN_PASSKEY -> "the passkey is their own";
      case UNKNOWN_PASSKEY,
          CONFIRMED_ALREADY,
          REMOVED_THE_LAST,
          ENROLLED_ALREADY,
          TOO_MANY,
          TOO_OFTEN,
          BAD_REGISTRATION ->
          "it could not be done with this passkey";
    };
  }

  private static String why(RetrospectiveRefusal why) {
    return switch (why) {
      case OWN_WORK -> "they would close what they did, or wrote, themselves";
      case RECORD_UNSOUND -> "what is stored of the request is not as it was written";
      case NOT_A_PERSON,
          UNKNOWN_RETROSPECTIVE,
          ANSWERS_WANTED,
          FILED_ALREADY,
          NOT_FILED,
          CLOSED_BEFORE,
          CLOSED_ALREADY ->
          "it could not be filed or closed by them";
    };
  }

  private static String todo(RetrospectiveRefusal why) {
    return why == RetrospectiveRefusal.RECORD_UNSOUND ? VERIFY : OFFERED_NOWHERE;
  }

  private static String why(StrongerRefusal why) {
    return switch (why) {
      case OTHER_PURPOSE -> "what was signed was asked for something else";
      case OTHER_PERSON -> "the passkey is another person's";
      case OTHER_ORIGIN -> "it was signed on a page of another address";
      case NOT_VERIFIED -> "the device did not check that it is its user";
      case BAD_SIGNATURE -> "it was not signed by that passkey";
      case BAD_CHALLENGE, UNKNOWN_PASSKEY, UNCONFIRMED, COOLING, OTHER_ADDRESS, COUNT_FELL ->
          "the passkey does not count";
    };
  }

  private static String why(GlassRefusal why) {
    return switch (why) {
      case NOT_A_PERSON -> "the account belongs to nobody any more";
      case NOBODY_MAY, NO_RIGHT -> "they have no right to it, or have it no longer";
      case CONFLICTED -> "they own the agent, or it acts for them, or the action is for them";
      case OPEN_RETROSPECTIVE -> "the retrospective of their last use is not filed";
      case NO_PASSKEY -> "their passkey signed for something else, or it is not theirs";
      case NOT_SHOWN -> "they were never shown what they sent";
      case RECORD_UNSOUND -> "what is stored of the request is not as it was written";
      case NOT_PROVEN -> "the gate that proves every grant does not take it";
      case UNKNOWN_REQUEST,
          NOT_PENDING,
          TOO_LATE,
          FROZEN,
          NOT_EXECUTED,
          NOT_YET,
          UNREAD_RETROSPECTIVE,
          USED_UP,
          NOBODY_TOLD,
          NOBODY_ENDS,
          NO_REVIEWER,
          NO_INCIDENT,
          NO_REASON,
          CHANGED,
          NOT_BROKEN,
          TOO_LATE_TO_END ->
          "it could not be used on this request";
    };
  }

  private static String todo(StrongerRefusal why) {
    return switch (why) {
      case OTHER_PERSON ->
          "Ask both at once, face to face or by a call that you made, whether one has the device of"
              + " the other. If so, remove this passkey on the page Passkeys.";
      case OTHER_ORIGIN ->
          "Somebody may imitate your pages. Ask its person, by a call that you made, which page"
              + " they were on, and warn the others; the passkey itself is as good as before.";
      case NOT_VERIFIED, BAD_SIGNATURE ->
          "No browser sends this by itself: somebody makes up what a passkey would sign. " + STOLEN;
      case BAD_CHALLENGE,
          OTHER_PURPOSE,
          UNKNOWN_PASSKEY,
          UNCONFIRMED,
          COOLING,
          OTHER_ADDRESS,
          COUNT_FELL ->
          "No page of Countersign sends this. " + STOLEN;
    };
  }

  private static String todo(GlassRefusal why) {
    return switch (why) {
      case OPEN_RETROSPECTIVE ->
          ASK
              + "Have the retrospective filed; until then somebody else with the right has to use"
              + " it.";
      case RECORD_UNSOUND, NOT_PROVEN -> VERIFY;
      default -> OFFERED_NOWHERE;
    };
  }
}
