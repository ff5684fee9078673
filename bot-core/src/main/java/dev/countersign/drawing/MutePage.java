package dev.countersign.drawing;

import dev.countersign.card.Commands;
import dev.countersign.card.Reply;
import dev.countersign.card.Reply.Part;
import dev.countersign.card.Run;
import dev.countersign.ledger.Mutes;
import java.time.Instant;
import java.util.List;

/// What people are told of being muted: the service's own words alone.
public final class MutePage {
  private static final String HOURS = Mutes.LASTS.toHours() + " hours";
  private static final String QUIET =
      "Until then no list of what waits comes, and no reminder names you unless it is of something"
          + " critical.";
  private static final String STILL =
      "Cards come as always, and you are still called once when you come to be asked.";

  private MutePage() {}

  /// @param end the button that ends it
  public static Reply muted(Instant until, Reply.Ask end) {
    return new Reply.Listing(
        "🔕 Muted for " + HOURS,
        "Muted for " + HOURS + ". " + QUIET + " " + STILL,
        List.of(
            new Part.Lines(
                List.of(
                    List.of(
                        Run.strong("You are muted until "),
                        new Run.Moment(until),
                        Run.words(". " + QUIET)),
                    List.of(Run.words(STILL)))),
            new Part.Asks(List.of(end, Commands.queue()))));
  }

  public static Reply unmuted() {
    return new Reply.Words("You are not muted. Digests come, and reminders name you.");
  }

  /// To whoever wrote it, or pressed a button that the gate did not show them, or too long ago.
  public static Reply whatItDoes(Reply.Ask mute) {
    String question = "Do you want quiet for " + HOURS + "? Nothing was changed.";
    return asked("🔕 Mute for " + HOURS, question + " " + QUIET + " " + STILL, mute);
  }

  /// The same of a button that ends it.
  public static Reply whatEndingDoes(Reply.Ask unmute) {
    return asked(
        "🔔 Unmute",
        "Do you want lists of what waits, and reminders that name you, again? Nothing was changed.",
        unmute);
  }

  private static Reply asked(String heading, String words, Reply.Ask button) {
    return new Reply.Listing(
        heading,
        words,
        List.of(
            new Part.Lines(List.of(List.of(Run.words(words)))), new Part.Asks(List.of(button))));
  }
}
