package dev.countersign.drawing;

import dev.countersign.card.Chapter;
import dev.countersign.card.Chapter.Block;
import dev.countersign.card.Chapter.Topic;
import dev.countersign.card.Run;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonDifference;
import dev.countersign.json.JsonString;
import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.Directory;
import dev.countersign.policy.ChatMask;
import dev.countersign.proposal.RevisionOf;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The revisions of a request, the newest first, each with what it changed, word by word. It is
/// compared from the actions as they are frozen, so that nothing is too long for it but what is too
/// long for a page.
final class RevisionChapter {
  /// Changed values of one revision that are drawn.
  static final int MOST_CHANGES = 100;

  /// UTF-16 units of changed values that are drawn in all, before and after together.
  static final int MOST_TEXT = 60_000;

  private final Directory people;
  private final boolean whole;
  private int room = MOST_TEXT;

  private RevisionChapter(Directory people, boolean whole) {
    this.people = people;
    this.whole = whole;
  }

  /// @param whole whether the reader sees what rulings hide
  /// @return empty where there is one revision alone
  static Optional<Chapter> of(
      RequestRecord record, Surroundings around, Directory people, boolean whole) {
    if (record.proposal().context().revisionOf().isEmpty() && around.successor().isEmpty()) {
      return Optional.empty();
    }
    RevisionChapter chapter = new RevisionChapter(people, whole);
    List<Block> blocks = new ArrayList<>();
    around.successor().ifPresent(next -> blocks.add(chapter.row(next, " follows", true)));
    blocks.add(chapter.row(record, ", this one", false));
    List<RequestRecord> line = new ArrayList<>(List.of(record));
    line.addAll(around.earlier());
    for (int at = 0; at < line.size(); at++) {
      RequestRecord now = line.get(at);
      if (at > 0) {
        blocks.add(chapter.row(now, "", true));
      }
      now.proposal()
          .context()
          .revisionOf()
          .ifPresent(of -> {
            Optional<RequestRecord> before =
                around.earlier().stream()
                    .filter(each -> each.request().id().equals(of.id()))
                    .findFirst();
            blocks.addAll(chapter.changed(of, before, now));
          });
    }
    return Optional.of(
        new Chapter(Topic.REVISIONS, "revision " + record.request().revision(), true, blocks));
  }

  private Block row(RequestRecord record, String which, boolean leads) {
    List<Run> line = new ArrayList<>();
    Optional<RevisionOf> of = record.proposal().context().revisionOf();
    line.add(
        Run.strong(
            record.request().state().isDecided()
                ? EndingWords.of(record.request().state()).words()
                : "Waits for a decision"));
    line.add(Run.words("  ·  "));
    of.flatMap(RevisionOf::editedBy)
        .ifPresentOrElse(
            editor -> {
              line.add(Run.words("edited by "));
              line.add(Mentions.of(editor, people));
            },
            () ->
                line.add(
                    Run.words(
                        of.flatMap(RevisionOf::because).isPresent()
                            ? "made by Countersign, since the record had changed"
                            : "by the agent " + record.proposal().agent())));
    line.add(Run.words(" at "));
    line.add(new Run.Moment(record.proposal().at()));
    line.add(Run.words("  ·  " + CardFrame.shortName(record)));
    return new Block.Row(
        "Revision " + record.request().revision() + which,
        List.of(line),
        leads ? Optional.of(record.request().id()) : Optional.empty());
  }

  /// @param before empty where the reader may not see it
  private List<Block> changed(RevisionOf of, Optional<RequestRecord> before, RequestRecord now) {
    if (before.isEmpty()) {
      return List.of(
          new Block.Note(
              "Revision "
                  + of.revision()
                  + " is further back than this page goes, or not yours to see."));
    }
    if (!before.get().proposal().action().digest().equals(of.action())) {
      return List.of(
          new Block.Note("Revision " + of.revision() + " is not as this one was made from it."));
    }
    if (!whole && (hides(before.get()) || hides(now))) {
      return List.of(new Block.Note("What changed is hidden here, as the policy says."));
    }
    return compared(before.get(), now);
  }

  private static boolean hides(RequestRecord record) {
    return record.ruling().chatMask() != ChatMask.NONE;
  }

  private List<Block> compared(RequestRecord before, RequestRecord now) {
    List<JsonDifference.Leaf> leaves =
        JsonDifference.between(
            before.proposal().action().document(), now.proposal().action().document());
    if (leaves.isEmpty()) {
      return List.of(new Block.Note(RevisionParts.sameAs(before.request().revision())));
    }
    RevisionPlaces places = new RevisionPlaces(now.proposal().action().changes());
    List<Block> blocks = new ArrayList<>();
    int drawn = 0;
    for (JsonDifference.Leaf leaf : leaves.subList(0, Math.min(MOST_CHANGES, leaves.size()))) {
      int length = length(leaf.before()) + length(leaf.after());
      if (length > room) {
        break;
      }
      room -= length;
      drawn++;
      blocks.add(compared(places.of(leaf.pointer()), leaf));
    }
    if (drawn < leaves.size()) {
      blocks.add(
          new Block.Note(
              "… and "
                  + (leaves.size() - drawn)
                  + " more values, too long to compare here. Each revision’s own page shows all of"
                  + " it."));
    }
    return blocks;
  }

  private static int length(Optional<Json> value) {
    return value.map(it -> CanonicalJson.text(it).length()).orElse(0);
  }

  private static Block compared(List<Run> place, JsonDifference.Leaf leaf) {
    if (leaf.before().isPresent()
        && leaf.before().get() instanceof JsonString(var old)
        && leaf.after().isPresent()
        && leaf.after().get() instanceof JsonString(var next)) {
      DrawnDifference words = DrawnDifference.of(WordDifference.of(old, next), false, false);
      return new Block.Compared(place, words.before(), words.after());
    }
    return new Block.Compared(
        place,
        value(leaf.before(), "not there", Run.Emphasis.STRUCK),
        value(leaf.after(), "gone", Run.Emphasis.STRONG));
  }

  private static List<Run> value(Optional<Json> value, String absent, Run.Emphasis emphasis) {
    return List.of(
        value
            .map(it -> Run.supplied(CanonicalJson.text(it), emphasis))
            .orElseGet(() -> Run.words(absent)));
  }
}
