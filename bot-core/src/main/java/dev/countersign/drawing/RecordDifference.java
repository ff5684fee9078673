package dev.countersign.drawing;

import dev.countersign.card.Run;
import dev.countersign.card.Run.Emphasis;
import dev.countersign.card.Section;
import dev.countersign.json.JsonString;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.RecordChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where a change of a record puts a long text in place of another: word by word what is different.
/// It only helps the eye, for both texts stand whole in [ActionEvidence].
final class RecordDifference {
  /// UTF-16 units of a text whose difference is seen at a glance.
  private static final int SHORT = 60;

  private RecordDifference() {}

  /// Empty where no field has two long texts.
  static Optional<Section.Aid> of(Action action, SeenBy seen) {
    List<List<Run>> items = new ArrayList<>();
    if (action.changes() instanceof RecordChange change) {
      change.fields().forEach(field -> items.addAll(items(field)));
    }
    return items.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Section.Aid(new Section.Bullets(seen.difference(), items), withoutRoom()));
  }

  private static Section.Lines withoutRoom() {
    return Section.Lines.of(
        List.of(
            Run.words(
                "There is no room here to show changed texts word by word; all of them is"
                    + " shown.")));
  }

  private static List<List<Run>> items(RecordChange.Field field) {
    if (field.from().isPresent()
        && field.from().get() instanceof JsonString(var old)
        && field.to().isPresent()
        && field.to().get() instanceof JsonString(var now)
        && Math.max(old.length(), now.length()) > SHORT
        && !old.equals(now)) {
      DrawnDifference words = DrawnDifference.of(WordDifference.of(old, now), false, false);
      return List.of(item(field, " old: ", words.before()), item(field, " new: ", words.after()));
    }
    return List.of();
  }

  private static List<Run> item(RecordChange.Field field, String label, List<Run> text) {
    List<Run> line = new ArrayList<>();
    line.add(Run.supplied(Names.apart(field.path()), Emphasis.STRONG));
    line.add(Run.words(label));
    line.addAll(text);
    return line;
  }
}
