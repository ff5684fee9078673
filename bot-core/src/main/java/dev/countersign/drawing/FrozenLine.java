package dev.countersign.drawing;

import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.freeze.Freeze;
import dev.countersign.ledger.RequestRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The line above a card whose action does not run while a freeze is on. It is true when the card
/// is drawn; a card is not drawn anew because something is frozen or lifted.
final class FrozenLine {
  private FrozenLine() {}

  /// Empty where nothing is frozen that is still to run.
  static Optional<Section> of(RequestRecord record) {
    return record.frozen().map(FrozenLine::line);
  }

  private static Section line(Freeze freeze) {
    List<Run> line = new ArrayList<>(List.of(Run.strong("🧊 Frozen")));
    if (freeze.proven()) {
      line.add(Run.words(" since "));
      line.add(new Run.Moment(freeze.since()));
      line.add(Run.words(" by "));
      line.add(Run.supplied(freeze.by().name()));
    }
    line.add(Run.words(": it does not run. Decisions count."));
    return Section.Lines.of(line);
  }
}
