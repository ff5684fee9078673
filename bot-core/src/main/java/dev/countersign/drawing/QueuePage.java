package dev.countersign.drawing;

import dev.countersign.card.Commands;
import dev.countersign.card.Reply;
import dev.countersign.card.Reply.Part;
import dev.countersign.card.Run;
import dev.countersign.ledger.Unshown;
import dev.countersign.ledger.WaitingLine;
import dev.countersign.policy.Tag;
import dev.countersign.policy.TagName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What waits for one person, one row for each request. A row says the deed, how risky it is and
/// until when, as the gate names them, and what it is about, as the bytes name it; nothing that an
/// agent merely said.
public final class QueuePage {
  private QueuePage() {}

  /// @param lines at least one
  /// @param tag what all of them have; empty where they were not asked for by a tag
  /// @param beyond what is said of those that are not shown; empty where these are all
  /// @param more whether the next page has some
  public static Reply of(
      List<WaitingLine> lines, Optional<TagName> tag, String beyond, boolean more) {
    String tagged = tagged(tag);
    String waiting = (lines.size() == 1 ? "This" + tagged + " waits" : "These" + tagged + " wait");
    List<Part> parts = new ArrayList<>(lines.stream().<Part>map(QueuePage::row).toList());
    if (!beyond.isEmpty()) {
      parts.add(new Part.Note(beyond));
    }
    if (more) {
      parts.add(new Part.Asks(List.of(Commands.more(tag, lines.getLast().id()))));
    }
    return new Reply.Listing(
        waiting + " for you",
        waiting
            + " for you:\n"
            + lines.stream().map(QueuePage::line).collect(Collectors.joining("\n"))
            + (beyond.isEmpty() ? "" : "\n" + beyond),
        parts);
  }

  /// Behind a noun that the tag describes.
  public static String tagged(Optional<TagName> tag) {
    return tag.map(name -> " with the tag " + name).orElse("");
  }

  /// Where its card is missing while people are asked; the chat's own code is for whoever mends it.
  ///
  /// @return behind a sentence; empty when it is shown everywhere
  public static String unshown(List<Unshown> places) {
    return places.isEmpty()
        ? ""
        : places.stream()
            .map(place -> place.surface().label() + " (" + place.code() + ")")
            .collect(Collectors.joining(", ", " — its card cannot be shown in ", ""));
  }

  static Part.Row row(WaitingLine waiting) {
    List<Run> below = new ArrayList<>(DeedObject.before(waiting.object()));
    below.add(Run.strong(Wording.riskWords(waiting.risk())));
    below.add(Run.words("  ·  decide by "));
    below.add(new Run.Moment(waiting.deadline()));
    below.add(Run.words("  ·  " + CardFrame.shortName(waiting.id()) + tags(waiting.tags())));
    below.add(Run.words(unshown(waiting.unshown())));
    return new Part.Row(
        Wording.riskSign(waiting.risk()) + " " + Wording.object(waiting.outline(), waiting.deed()),
        below.stream().filter(run -> !run.equals(Run.words(""))).toList(),
        Optional.of(Commands.review(waiting.id())));
  }

  private static String line(WaitingLine waiting) {
    return "• " + CardComposer.summary(waiting) + tags(waiting.tags()) + unshown(waiting.unshown());
  }

  /// As one asks for them.
  private static String tags(List<Tag> tags) {
    return tags.isEmpty()
        ? ""
        : tags.stream().map(Tag::toString).collect(Collectors.joining(", ", " — ", ""));
  }
}
