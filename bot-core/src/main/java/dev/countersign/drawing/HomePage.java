package dev.countersign.drawing;

import dev.countersign.card.Commands;
import dev.countersign.card.Reply;
import dev.countersign.card.Reply.Ask;
import dev.countersign.card.Reply.Figure;
import dev.countersign.card.Reply.Part;
import dev.countersign.card.Run;
import dev.countersign.ledger.DecidedLine;
import dev.countersign.ledger.WaitingLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One person's page: figures, what waits for them, and what they decided lately. As in
/// [QueuePage], nothing in it is what an agent merely said.
///
/// @param waiting what waits for the person, the gravest first, as far as it is shown
/// @param inAll how many wait, in words
/// @param beyond what is said of those that are not shown, or of none; may be empty
/// @param more whether there is a next page of them
/// @param others how many of the person's requests wait for others, in words
/// @param decided what the person decided lately, as far as it is shown
/// @param at when it was looked up
public record HomePage(
    List<WaitingLine> waiting,
    String inAll,
    String beyond,
    boolean more,
    String others,
    List<DecidedLine> decided,
    Instant at) {
  private static final String HEADING = "Your approvals";
  private static final String NEEDS_YOU = "Needs you";
  private static final String FOR_OTHERS = "Waiting on others";

  public HomePage {
    waiting = List.copyOf(waiting);
    decided = List.copyOf(decided);
  }

  /// As it is shown to the person alone.
  public Reply reply() {
    List<Part> parts = new ArrayList<>();
    parts.add(
        new Part.Figures(List.of(new Figure(NEEDS_YOU, inAll), new Figure(FOR_OTHERS, others))));
    parts.add(new Part.Title("Needs your decision"));
    waiting.stream().map(QueuePage::row).forEach(parts::add);
    if (!beyond.isEmpty()) {
      parts.add(new Part.Note(beyond));
    }
    if (more) {
      parts.add(new Part.Asks(List.of(Commands.more(Optional.empty(), waiting.getLast().id()))));
    }
    if (!decided.isEmpty()) {
      parts.add(new Part.Title("You decided lately"));
      parts.add(new Part.Lines(decided.stream().map(DecidedPage::line).toList()));
    }
    parts.add(
        new Part.Lines(List.of(List.of(Run.words("As of "), new Run.Moment(at), Run.words(".")))));
    parts.add(new Part.Asks(asks()));
    return new Reply.Listing(
        HEADING,
        HEADING + ". " + NEEDS_YOU + ": " + inAll + ". " + FOR_OTHERS + ": " + others + ".",
        parts);
  }

  private List<Ask> asks() {
    return decided.isEmpty()
        ? List.of(Commands.queue())
        : List.of(Commands.queue(), Commands.recent());
  }
}
