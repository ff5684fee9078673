package dev.countersign.drawing;

import dev.countersign.card.Run;
import dev.countersign.card.Run.Emphasis;
import dev.countersign.card.Section;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonString;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.proposal.ActionChange;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.RevisionOf;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// What the card of a revision says beside what every card says: who made it, whose approvals it
/// made void, and what is different. The difference only helps the eye, for the whole action stands
/// on the card; so it gives way where a chat has no room.
final class RevisionParts {
  /// Behind somebody who made it or asked for it.
  static final String NO_APPROVER = ", who cannot approve it.";

  private final RequestRecord record;
  private final RevisionOf before;
  private final Function<PersonId, Run> naming;

  private RevisionParts(RequestRecord record, RevisionOf before, Function<PersonId, Run> naming) {
    this.record = record;
    this.before = before;
    this.naming = naming;
  }

  /// Empty for the card of a first proposal.
  static Optional<RevisionParts> of(RequestRecord record, Function<PersonId, Run> naming) {
    return record
        .proposal()
        .context()
        .revisionOf()
        .map(before -> new RevisionParts(record, before, naming));
  }

  /// Who made it and in place of what, and whose approvals are void.
  Section said() {
    List<List<Run>> lines = new ArrayList<>();
    List<Run> line = new ArrayList<>();
    line.add(Run.strong("Revision " + record.request().revision() + ": "));
    line.addAll(by());
    line.add(Run.words(" It follows " + CardFrame.name(before.id(), before.revision()) + "."));
    lines.add(line);
    List<PersonId> others = new ArrayList<>(before.authors());
    before.editedBy().ifPresent(others::remove);
    if (!others.isEmpty()) {
      List<Run> earlier = named(others.stream().sorted().toList());
      earlier.add(Run.words(" edited an earlier revision and cannot approve this one."));
      lines.add(earlier);
    }
    if (!before.approvedBy().isEmpty()) {
      List<Run> approvals = named(before.approvedBy());
      approvals.add(
          Run.words(
              " had approved revision "
                  + before.revision()
                  + (before.approvedBy().size() == 1
                      ? "; that approval is void."
                      : "; these approvals are void.")));
      lines.add(approvals);
    }
    return new Section.Lines(lines);
  }

  /// The editor, for a card of what is decided; empty where the agent made the revision.
  Optional<List<Run>> editor() {
    return before
        .editedBy()
        .map(person -> List.of(Run.words("  ·  edited by "), naming.apply(person)));
  }

  private List<Run> by() {
    return before
        .editedBy()
        .map(person ->
            List.of(Run.words("edited by "), naming.apply(person), Run.words(NO_APPROVER)))
        .orElseGet(() ->
            List.of(
                Run.words(
                    before.because().map(RevisionParts::because).orElse("made by the agent."))));
  }

  private static String because(RevisionOf.Cause cause) {
    return switch (cause) {
      case RECORD_CHANGED ->
          "nothing was changed, because the record was not as people saw it. Countersign read it"
              + " again and asks anew.";
    };
  }

  private List<Run> named(List<PersonId> people) {
    List<Run> runs = new ArrayList<>();
    for (PersonId person : people) {
      if (!runs.isEmpty()) {
        runs.add(Run.words(", "));
      }
      runs.add(naming.apply(person));
    }
    return runs;
  }

  static String sameAs(int revision) {
    return "The action is the same as in revision "
        + revision
        + "; only what the agent says beside it may be another.";
  }

  /// What is different, old above new.
  Section difference() {
    int all = before.changes().size() + before.moreChanges();
    if (all == 0) {
      return Section.Lines.of(List.of(Run.words(sameAs(before.revision()))));
    }
    List<List<Run>> items = new ArrayList<>();
    before.changes().forEach(change -> items.addAll(items(change)));
    if (before.moreChanges() > 0) {
      items.add(List.of(Run.words("… and " + before.moreChanges() + " more values.")));
    }
    return new Section.Aid(new Section.Bullets(title(), items), withoutRoom());
  }

  /// What stands there where the difference gives way; no part of it is smaller on any card.
  Section plainDifference() {
    return difference() instanceof Section.Aid aid ? aid.instead() : difference();
  }

  private String title() {
    return "Changed since revision " + before.revision();
  }

  private Section.Lines withoutRoom() {
    int all = before.changes().size() + before.moreChanges();
    return Section.Lines.of(
        List.of(
            Run.strong(title() + ": "),
            Run.words(
                (all == 1 ? "1 value" : all + " values")
                    + "; there is no room here to show them old above new. All of this revision is"
                    + " shown.")));
  }

  private List<List<Run>> items(ActionChange change) {
    return switch (change) {
      case ActionChange.TooLong(var at, int old, int now) ->
          List.of(
              line(
                  at,
                  List.of(
                      Run.words(
                          "too long to compare here: "
                              + characters(old)
                              + " before, "
                              + characters(now)
                              + " now."))));
      case ActionChange.Shown shown -> items(shown);
    };
  }

  private List<List<Run>> items(ActionChange.Shown shown) {
    if (shown.before().isPresent()
        && shown.before().get() instanceof JsonString(var old)
        && shown.after().isPresent()
        && shown.after().get() instanceof JsonString(var now)) {
      DrawnDifference words =
          DrawnDifference.of(WordDifference.of(old, now), shown.skipped() > 0, shown.rest() > 0);
      List<Run> before = new ArrayList<>(List.of(Run.words("before: ")));
      before.addAll(words.before());
      List<Run> after = new ArrayList<>(List.of(Run.words("now: ")));
      after.addAll(words.after());
      return List.of(line(shown.pointer(), before), line(shown.pointer(), after));
    }
    return List.of(
        line(shown.pointer(), value("before: ", shown.before(), "not there", Emphasis.STRUCK)),
        line(shown.pointer(), value("now: ", shown.after(), "gone", Emphasis.STRONG)));
  }

  private List<Run> line(String pointer, List<Run> rest) {
    List<Run> line = new ArrayList<>();
    line.addAll(new RevisionPlaces(record.proposal().action().changes()).of(pointer));
    line.add(Run.words(" "));
    line.addAll(rest);
    return line;
  }

  private static List<Run> value(
      String label, Optional<Json> value, String absent, Emphasis emphasis) {
    return List.of(
        Run.words(label),
        value
            .map(it -> Run.supplied(CanonicalJson.text(it), emphasis))
            .orElseGet(() -> Run.words(absent)));
  }

  private static String characters(int number) {
    return String.format(Locale.ROOT, "%,d characters", number);
  }
}
