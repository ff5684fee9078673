package dev.countersign.drawing;

import dev.countersign.card.Reply;
import dev.countersign.card.Reply.Part;
import dev.countersign.card.Run;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.Directory;
import dev.countersign.people.GlassHolders;
import dev.countersign.policy.ChatMask;
import dev.countersign.request.BrokenGlass;
import dev.countersign.request.Execution;
import dev.countersign.request.RequestState.Approved;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What operators and security are told of a use of break-glass: who, on what, why, by which check,
/// and how it stands. Supplied text stands where no chat parses it.
public final class AlarmPage {
  private static final String HEADING = "🚨 Break-glass was used: one person, no quorum";
  private static final String ENDED = "🛑 Break-glass was ended before it ran";

  /// People whom one alarm names. Security is few; more are not notified one by one.
  private static final int MOST_RUNG = 20;

  private AlarmPage() {}

  /// What its buttons ask.
  ///
  /// @param end ends it; left out once there is nothing to end
  /// @param file opens the form of its retrospective
  public record Ways(Reply.Ask end, Reply.Ask file) {}

  /// @param record of a request on which break-glass was used
  public static Reply.Listing of(RequestRecord record, Directory people, Ways ways) {
    Approved approved = (Approved) record.request().state();
    BrokenGlass glass = approved.glass().orElseThrow();
    String heading = glass.ended().isPresent() ? ENDED : HEADING;
    String name = CardFrame.name(record);
    List<Part> parts = new ArrayList<>();
    parts.add(new Part.Lines(byName(what(record, approved, glass, people))));
    // Above the rest: whoever reads it on a phone has seconds.
    if (approved.execution() instanceof Execution.Granted) {
      parts.add(
          new Part.Note(
              "Until it starts, whoever has the right to break-glass, or may freeze, can end it:"
                  + " then it never runs."));
      enders(record, glass, people).ifPresent(line -> parts.add(new Part.Lines(List.of(line))));
      parts.add(new Part.Asks(List.of(ways.end())));
    }
    parts.add(new Part.Lines(byName(rest(record, glass, people))));
    parts.add(
        new Part.Note(
            "It replaced the quorum of this one action and nothing else: every other check stays."
                + " Its grant lives for "
                + BrokenGlass.LIFE.toSeconds()
                + " seconds and is never renewed."));
    parts.add(new Part.Asks(List.of(ways.file())));
    return new Reply.Listing(heading, heading + ": " + name, parts);
  }

  private static List<List<Run>> byName(List<List<Run>> lines) {
    return lines.stream().map(Mentions::byName).toList();
  }

  private static List<List<Run>> what(
      RequestRecord record, Approved approved, BrokenGlass glass, Directory people) {
    List<List<Run>> lines = new ArrayList<>();
    lines.add(
        List.of(
            Run.strong("Who: "),
            Mentions.of(glass.by(), people),
            Run.words("  ·  "),
            new Run.Moment(approved.at())));
    lines.add(
        List.of(
            Run.strong("What: "),
            Run.words(Wording.of(record).object()),
            Run.words("  ·  "),
            Run.words(Wording.risk(record.ruling().risk().assessed()))));
    deed(record).ifPresent(lines::add);
    lines.add(List.of(Run.strong("Incident: "), Run.supplied(glass.incident(), Run.Emphasis.CODE)));
    lines.add(List.of(Run.strong("Why: "), Run.supplied(glass.reason())));
    lines.add(outcome(approved.execution(), glass, people));
    return lines;
  }

  private static List<List<Run>> rest(RequestRecord record, BrokenGlass glass, Directory people) {
    List<List<Run>> lines = new ArrayList<>();
    lines.add(
        List.of(
            Run.strong("Retrospective: "),
            Mentions.of(glass.owner(), people),
            Run.words(", due "),
            new Run.Moment(glass.due())));
    lines.add(
        List.of(
            Run.strong("Identity check: "),
            Run.words(
                "their passkey, with their device's check that it is them, for this action")));
    lines.add(List.of(Run.strong("Request: "), Run.words(CardFrame.name(record))));
    return lines;
  }

  /// The only ones whom it mentions, so that it is their phones that ring.
  private static Optional<List<Run>> enders(
      RequestRecord record, BrokenGlass glass, Directory people) {
    List<Run> line = new ArrayList<>();
    GlassHolders.whoElseEnds(people, glass.by(), record.now()).stream()
        .limit(MOST_RUNG)
        .forEach(person -> {
          line.add(line.isEmpty() ? Run.strong("Can end it: ") : Run.words(", "));
          line.add(Mentions.of(person.id(), people));
        });
    return Optional.of(line).filter(any -> !any.isEmpty());
  }

  /// As the card says it. Whoever reads the alarm may not be asked, so what the ruling keeps out of
  /// sight in chats stays so here.
  private static Optional<List<Run>> deed(RequestRecord record) {
    if (record.ruling().chatMask() != ChatMask.NONE) {
      return Optional.empty();
    }
    List<Run> line = new ArrayList<>();
    line.add(Run.strong("Action: "));
    line.add(Run.words(record.proposal().agent().value() + " wanted to "));
    line.addAll(Deed.of(record.proposal().action()));
    return Optional.of(line);
  }

  private static List<Run> outcome(Execution execution, BrokenGlass glass, Directory people) {
    List<Run> line = new ArrayList<>(List.of(Run.strong("Outcome: ")));
    if (glass.ended().isPresent()) {
      line.add(Run.words("nothing was executed; ended by "));
      line.add(Mentions.of(glass.ended().get(), people));
      return line;
    }
    line.add(
        Run.words(
            switch (execution) {
              case Execution.NotGranted _, Execution.Granted _ -> "it is about to run";
              case Execution.Running _ -> "it is running";
              case Execution.Succeeded _ -> "it was executed";
              case Execution.Failed _ -> "nothing was executed";
              case Execution.Unknown _ -> "whether it was executed is not known";
              case Execution.Reconciled end ->
                  end.happened()
                      ? "it was executed, as a person found"
                      : "nothing was executed, as a person found";
              case Execution.Skipped _ -> "nothing is executed here";
            }));
    return line;
  }
}
