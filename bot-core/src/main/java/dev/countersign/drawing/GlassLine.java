package dev.countersign.drawing;

import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.Directory;
import dev.countersign.request.BrokenGlass;
import dev.countersign.request.RequestState.Approved;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The banner above every card of a request on which break-glass was used.
final class GlassLine {
  private GlassLine() {}

  /// Empty where it was not.
  ///
  /// @param people of the moment, read where there is one to name
  static Optional<Section> of(RequestRecord record, Supplier<Directory> people) {
    return record.request().state() instanceof Approved approved
        ? approved.glass().map(glass -> line(glass, approved, people.get()))
        : Optional.empty();
  }

  private static Section line(BrokenGlass glass, Approved approved, Directory people) {
    List<Run> line =
        new ArrayList<>(
            List.of(
                Run.strong("🚨 Break-glass"),
                Run.words(" by "),
                Mentions.of(glass.by(), people),
                Run.words(", "),
                new Run.Moment(approved.at()),
                Run.words(", for "),
                Run.supplied(glass.incident(), Run.Emphasis.CODE),
                Run.words(": the quorum was replaced, every other check stays.")));
    glass
        .ended()
        .ifPresent(by -> {
          line.add(Run.words(" Ended before it ran, by "));
          line.add(Mentions.of(by, people));
          line.add(Run.words("."));
        });
    return Section.Lines.of(Mentions.byName(line));
  }
}
