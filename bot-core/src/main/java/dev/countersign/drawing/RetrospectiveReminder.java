package dev.countersign.drawing;

import dev.countersign.card.FormTopic;
import dev.countersign.card.Reply;
import dev.countersign.card.Reply.Part;
import dev.countersign.card.Run;
import dev.countersign.ledger.ReminderMoment;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.Directory;
import dev.countersign.request.BrokenGlass;
import dev.countersign.request.RequestState.Approved;
import java.util.ArrayList;
import java.util.List;

/// What people are told of a retrospective that nobody has filed, or two have not read: whose use
/// of break-glass it is about, until when it is due, and where it is filed.
public final class RetrospectiveReminder {
  private RetrospectiveReminder() {}

  /// @param record of a request on which break-glass was used
  /// @param whole whether the reader is shown what the action is about
  /// @param ways to file it
  public static Reply.Listing of(
      RequestRecord record,
      Directory people,
      ReminderMoment moment,
      boolean whole,
      List<Part> ways) {
    BrokenGlass glass = ((Approved) record.request().state()).glass().orElseThrow();
    String heading = heading(moment);
    List<Part> parts = new ArrayList<>();
    parts.add(new Part.Lines(lines(record, glass, people, whole)));
    parts.add(
        new Part.Note(
            moment.isOfReading()
                ? "It is filed. Two people who neither used break-glass nor filed it have to read"
                    + " it on its page; once that is overdue, whoever used break-glass cannot use"
                    + " it again until they have."
                : "Until it is filed, whoever used break-glass cannot use it again. It takes about"
                    + " five minutes; afterwards two others read it."));
    parts.addAll(ways);
    return new Reply.Listing(heading, heading + ": " + CardFrame.name(record), parts);
  }

  private static String heading(ReminderMoment moment) {
    return switch (moment) {
      case DAY_BEFORE -> "📝 Retrospective of break-glass due within 24 hours";
      case HOURS_BEFORE -> "📝 Retrospective of break-glass due within 4 hours";
      case OVERDUE -> "⚠️ Retrospective of break-glass overdue";
      case READING_DAY_BEFORE -> "📝 Retrospective of break-glass to be read within 24 hours";
      case READING_OVERDUE -> "⚠️ Retrospective of break-glass not read in time";
    };
  }

  private static List<List<Run>> lines(
      RequestRecord record, BrokenGlass glass, Directory people, boolean whole) {
    Approved approved = (Approved) record.request().state();
    List<List<Run>> lines = new ArrayList<>();
    lines.add(List.of(Run.strong("Due: "), new Run.Moment(glass.due())));
    lines.add(
        List.of(
            Run.strong("Used by: "),
            Mentions.of(glass.by(), people),
            Run.words("  ·  "),
            new Run.Moment(approved.at())));
    lines.add(List.of(Run.strong("Looks at it: "), Mentions.of(glass.owner(), people)));
    FormTopic topic = CardComposer.topic(record, whole);
    topic.lines().forEach(line -> lines.add(List.of(Run.strong("What: "), Run.words(line))));
    if (!topic.object().isEmpty()) {
      lines.add(topic.object());
    }
    lines.add(List.of(Run.strong("Incident: "), Run.supplied(glass.incident(), Run.Emphasis.CODE)));
    return lines.stream().map(Mentions::byName).toList();
  }
}
