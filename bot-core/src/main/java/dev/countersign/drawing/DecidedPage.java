package dev.countersign.drawing;

import dev.countersign.card.Commands;
import dev.countersign.card.Reply;
import dev.countersign.card.Reply.Part;
import dev.countersign.card.Run;
import dev.countersign.ledger.DecidedLine;
import dev.countersign.request.Decision;
import dev.countersign.request.RequestState.Pending;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What one person decided, the latest first, with what came of it. As in [QueuePage], a row has
/// nothing that an agent merely said.
public final class DecidedPage {
  private static final String HEADING = "You decided";

  private DecidedPage() {}

  /// @param lines at least one
  /// @param more whether the next page has some
  public static Reply of(List<DecidedLine> lines, boolean more) {
    List<Part> parts = new ArrayList<>(lines.stream().<Part>map(DecidedPage::row).toList());
    if (more) {
      parts.add(new Part.Asks(List.of(Commands.moreDecided(lines.getLast().id()))));
    }
    return new Reply.Listing(
        HEADING,
        HEADING
            + ":\n"
            + lines.stream()
                .map(line ->
                    "• "
                        + deed(line)
                        + DeedObject.behind(line.object())
                        + " ("
                        + line.id()
                        + "): "
                        + EndingWords.of(line.state()).words())
                .collect(Collectors.joining("\n")),
        parts);
  }

  /// In one line, for a page that has more to say.
  static List<Run> line(DecidedLine line) {
    List<Run> runs = new ArrayList<>();
    runs.add(Run.words(EndingWords.of(line.state()).sign() + " "));
    runs.add(Run.strong(deed(line)));
    runs.add(Run.words("  ·  "));
    runs.addAll(said(line));
    return runs;
  }

  private static Part.Row row(DecidedLine line) {
    return new Part.Row(
        EndingWords.of(line.state()).sign() + " " + deed(line),
        said(line),
        Optional.of(Commands.review(line.id())));
  }

  private static List<Run> said(DecidedLine line) {
    List<Run> runs = new ArrayList<>(DeedObject.before(line.object()));
    runs.add(Run.strong(EndingWords.of(line.state()).words()));
    if (line.state() instanceof Pending) {
      runs.add(Run.words(" until "));
      runs.add(new Run.Moment(line.deadline()));
    }
    runs.add(Run.words("  ·  " + verb(line.decision())));
    runs.add(new Run.Moment(line.at()));
    runs.add(Run.words("  ·  " + CardFrame.shortName(line.id())));
    return runs;
  }

  private static String verb(Decision decision) {
    return switch (decision) {
      case APPROVE -> "you approved at ";
      case REJECT -> "you rejected at ";
      case RETURN -> "you asked for changes at ";
    };
  }

  private static String deed(DecidedLine line) {
    return Wording.object(line.outline(), line.deed());
  }
}
