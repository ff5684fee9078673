package dev.countersign.drawing;

import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposedChanges;
import dev.countersign.proposal.RecordChange;
import dev.countersign.proposal.UndoOf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What the card of an undo says beside what every card says: what it sets back, who asked for it,
/// and why.
final class UndoParts {
  private final UndoOf of;
  private final ProposedChanges changes;
  private final Function<PersonId, Run> naming;

  private UndoParts(UndoOf of, ProposedChanges changes, Function<PersonId, Run> naming) {
    this.of = of;
    this.changes = changes;
    this.naming = naming;
  }

  /// Empty for the card of what undoes nothing.
  static Optional<UndoParts> of(RequestRecord record, Function<PersonId, Run> naming) {
    return record
        .proposal()
        .context()
        .undoOf()
        .map(undo -> new UndoParts(undo, record.proposal().action().changes(), naming));
  }

  List<Section> said() {
    List<Run> line = new ArrayList<>();
    line.add(Run.strong("Undo: "));
    line.add(Run.words(what() + " Asked for by "));
    of.askedBy()
        .ifPresentOrElse(
            person -> {
              line.add(naming.apply(person));
              line.add(Run.words(RevisionParts.NO_APPROVER));
            },
            () -> line.add(Run.words("the agent.")));
    List<Section> sections = new ArrayList<>(List.of(Section.Lines.of(line)));
    of.note()
        .ifPresent(note ->
            sections.add(new Section.Quote("Why it should be undone", List.of(Run.passage(note)))));
    return sections;
  }

  private String what() {
    return switch (operation()) {
      case ARCHIVE -> "archives the record that " + of.id() + " created or restored.";
      case RESTORE -> "restores the record that " + of.id() + " archived.";
      case CREATE, UPDATE, DELETE ->
          "sets back the values that " + of.id() + " changed, to what was there.";
    };
  }

  private RecordChange.Operation operation() {
    return changes instanceof RecordChange change
        ? change.operation()
        : RecordChange.Operation.UPDATE;
  }

  /// For a card of what is decided.
  List<Run> behind() {
    List<Run> runs = new ArrayList<>(List.of(Run.words("  ·  an undo of " + of.id())));
    of.askedBy()
        .ifPresent(person -> {
          runs.add(Run.words(", asked for by "));
          runs.add(naming.apply(person));
        });
    return runs;
  }
}
