package dev.countersign.drawing;

import dev.countersign.card.Reply;
import dev.countersign.card.Reply.Part;
import dev.countersign.card.Run;
import dev.countersign.passkey.PasskeyStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// What is told of a step of a passkey without anybody asking: to operators, and to whose it is.
public final class PasskeyPage {
  private PasskeyPage() {}

  /// @param at when it happened
  public static Reply.Listing toOperators(PasskeyStep step, Instant at) {
    String heading = "🔑 A passkey was " + deed(step);
    return listing(
        heading,
        new Told(
            List.of(Run.words(" of "), Run.supplied(step.person().value())),
            switch (step.deed()) {
              case ENROLLED ->
                  "It counts for nothing until somebody with the right confirms it on the page"
                      + " Passkeys, and has asked its person first, face to face or by a call that"
                      + " they made.";
              case CONFIRMED ->
                  "It counts once its cooling time is over. If its person does not know of it,"
                      + " remove it on the page Passkeys before that.";
              case REMOVED ->
                  "It signs for nothing any more. If nobody asked for that, somebody may want to"
                      + " keep its person from using it: ask them.";
            }),
        step,
        at);
  }

  /// @param at when it happened
  public static Reply.Listing toPerson(PasskeyStep step, Instant at) {
    String heading = "🔑 A passkey of yours was " + deed(step);
    return listing(
        heading,
        new Told(
            List.of(),
            switch (step.deed()) {
              case ENROLLED ->
                  "Was this not you? Remove it on the page Passkeys, and tell your administrator:"
                      + " somebody has one of your accounts.";
              case CONFIRMED ->
                  "It counts as you once its cooling time is over. Did you not enrol it? Remove it"
                      + " on the page Passkeys now, and tell your administrator.";
              case REMOVED ->
                  "It signs for nothing any more. Did nobody tell you? Ask whoever removed it, and"
                      + " enrol another on the page Passkeys.";
            }),
        step,
        at);
  }

  /// @param whose after the number
  /// @param todo what to do
  private record Told(List<Run> whose, String todo) {}

  private static Reply.Listing listing(String heading, Told told, PasskeyStep step, Instant at) {
    List<Run> line = new ArrayList<>();
    line.add(Run.strong("Passkey " + step.passkey()));
    line.addAll(told.whose());
    line.addAll(
        List.of(
            Run.words(", " + deed(step) + " by "),
            Run.supplied(step.by().value()),
            Run.words(" "),
            new Run.Moment(at)));
    return new Reply.Listing(
        heading,
        heading + ". " + told.todo(),
        List.of(new Part.Lines(List.of(line)), new Part.Note(told.todo())));
  }

  private static String deed(PasskeyStep step) {
    return switch (step.deed()) {
      case ENROLLED -> "enrolled";
      case CONFIRMED -> "confirmed";
      case REMOVED -> "removed";
    };
  }
}
