package dev.countersign.drawing;

import dev.countersign.card.Run;
import dev.countersign.catalogue.Shortened;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.proposal.Action;
import dev.countersign.proposal.Message;
import dev.countersign.proposal.RecordChange;
import dev.countersign.request.Execution.DryRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a target said that it would make of an action, in words.
final class DryRunWords {
  /// Fields that are named; the whole change stands above.
  private static final int MOST_FIELDS = 3;

  /// UTF-16 units of a value.
  private static final int MOST_TEXT = 40;

  private DryRunWords() {}

  static List<Run> of(Action action, DryRun found) {
    List<Run> words = new ArrayList<>();
    words.add(Run.words("Tried at "));
    words.add(new Run.Moment(found.at()));
    words.add(Run.words(" without effect: "));
    switch (found.finding()) {
      case WOULD_WORK -> words.addAll(would(action));
      case WOULD_FAIL ->
          words.add(Run.words("it would have failed with " + found.code().orElseThrow() + "."));
      case NOT_TRIED ->
          words.add(
              Run.words("the target could not be asked: " + found.code().orElseThrow() + "."));
    }
    return words;
  }

  private static List<Run> would(Action action) {
    return switch (action.changes()) {
      case RecordChange change -> change(change);
      case Message _ ->
          List.of(Run.words("the mail server would take it for each of its recipients."));
      default -> List.of(Run.words("the target says that it would take it."));
    };
  }

  private static List<Run> change(RecordChange change) {
    List<Run> words = new ArrayList<>();
    words.add(
        Run.words(
            switch (change.operation()) {
              case CREATE -> "it would create 1 record";
              case UPDATE -> "it would change 1 record";
              case ARCHIVE -> "it would archive 1 record";
              case RESTORE -> "it would restore 1 record";
              case DELETE -> "it would delete 1 record";
            }));
    String before = ": ";
    for (RecordChange.Field field :
        change.fields().subList(0, Math.min(MOST_FIELDS, change.fields().size()))) {
      words.add(Run.words(before));
      words.add(Run.supplied(Names.apart(field.path())));
      value(field.from()).ifPresent(words::addAll);
      if (field.to().isPresent()) {
        words.add(Run.words(" →"));
        value(field.to()).ifPresent(words::addAll);
      }
      before = ", ";
    }
    words.add(Run.words(change.fields().size() > MOST_FIELDS ? ", and more." : "."));
    return words;
  }

  private static Optional<List<Run>> value(Optional<Json> value) {
    return value.map(json ->
        List.of(Run.words(" "), Run.supplied(Shortened.to(MOST_TEXT, CanonicalJson.text(json)))));
  }
}
