package dev.countersign.ledger;

import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Who changed what is in force, and what that loosened.
///
/// @param by the name that the operator gave; empty for what an earlier release or a starting gate
///   did. Nobody proved it
/// @param proposedBy who had proposed it, where a second operator confirmed it
/// @param loosens a sentence for each thing that is looser; empty where nothing is. At most
///   [#MOST_SENTENCES] of [#LONGEST_SENTENCE] characters are kept, the last one saying how many
///   more there are
public record ChangeNote(Optional<String> by, Optional<String> proposedBy, List<String> loosens) {
  public static final int MOST_SENTENCES = 40;
  public static final int LONGEST_SENTENCE = 200;

  public static final ChangeNote NONE =
      new ChangeNote(Optional.empty(), Optional.empty(), List.of());

  public ChangeNote {
    loosens = bounded(loosens);
  }

  public static ChangeNote by(String operator, List<String> loosens) {
    return new ChangeNote(Optional.of(operator), Optional.empty(), loosens);
  }

  /// The same change, put in force by somebody else.
  public ChangeNote confirmedBy(String operator) {
    return new ChangeNote(Optional.of(operator), by, loosens);
  }

  public boolean isLooser() {
    return !loosens.isEmpty();
  }

  /// Writes only what there is: what was written before these members existed reads as [#NONE].
  public void writeTo(JsonObject.Builder data) {
    by.ifPresent(name -> data.put("by", name));
    proposedBy.ifPresent(name -> data.put("proposed_by", name));
    if (!loosens.isEmpty()) {
      data.put("loosens", JsonArray.ofStrings(loosens));
    }
  }

  public static ChangeNote read(JsonObject data) {
    return new ChangeNote(
        data.optionalText("by"),
        data.optionalText("proposed_by"),
        data.has("loosens") ? data.texts("loosens") : List.of());
  }

  private static List<String> bounded(List<String> sentences) {
    Stream<String> kept = sentences.stream().map(ChangeNote::cut);
    return sentences.size() <= MOST_SENTENCES
        ? kept.toList()
        : Stream.concat(
                kept.limit(MOST_SENTENCES - 1L),
                Stream.of((sentences.size() - MOST_SENTENCES + 1) + " more"))
            .toList();
  }

  private static String cut(String sentence) {
    return sentence.codePointCount(0, sentence.length()) <= LONGEST_SENTENCE
        ? sentence
        : sentence.substring(0, sentence.offsetByCodePoints(0, LONGEST_SENTENCE - 1)) + "…";
  }
}
