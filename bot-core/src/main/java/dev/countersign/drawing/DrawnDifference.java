package dev.countersign.drawing;

import dev.countersign.card.Run;
import dev.countersign.card.Run.Emphasis;
import java.util.ArrayList;
import java.util.List;

/// Two texts of which each shows what the other lacks: struck in the earlier one, strong in the
/// later one, and little of what is the same in between. Each stands on one line.
///
/// @param before at least one run
/// @param after at least one run
record DrawnDifference(List<Run> before, List<Run> after) {
  private static final String LINE_END = "⏎ ";

  /// UTF-16 units of what is the same that are shown between two changes, on each side of a gap.
  private static final int AROUND = 60;

  /// @param skipped whether both go on from a beginning that is not in them
  /// @param cut whether both go on behind their end
  static DrawnDifference of(WordDifference words, boolean skipped, boolean cut) {
    return new DrawnDifference(
        text(words.before(), skipped, cut, Emphasis.STRUCK),
        text(words.after(), skipped, cut, Emphasis.STRONG));
  }

  private static List<Run> text(
      List<WordDifference.Piece> pieces, boolean skipped, boolean cut, Emphasis emphasis) {
    List<Run> runs = new ArrayList<>();
    if (skipped) {
      runs.add(Run.words("… "));
    }
    if (pieces.isEmpty()) {
      runs.add(Run.words("(empty)"));
    }
    for (int i = 0; i < pieces.size(); i++) {
      WordDifference.Piece piece = pieces.get(i);
      if (piece.changed()) {
        word(runs, piece.text(), emphasis);
      } else {
        same(runs, piece.text(), i == 0, i + 1 == pieces.size());
      }
    }
    if (cut) {
      runs.add(Run.words(" …"));
    }
    return runs;
  }

  /// A long stretch of what is the same is shown next to what is not.
  private static void same(List<Run> runs, String text, boolean first, boolean last) {
    int head = first ? 0 : endOfWord(text, AROUND);
    int tail = last ? text.length() : startOfWord(text, text.length() - AROUND);
    if (tail - head <= AROUND) {
      word(runs, text, Emphasis.NONE);
      return;
    }
    if (head > 0) {
      word(runs, text.substring(0, head), Emphasis.NONE);
    }
    runs.add(Run.words(first ? "… " : last ? " …" : " … "));
    if (tail < text.length()) {
      word(runs, text.substring(tail), Emphasis.NONE);
    }
  }

  /// On one line, with a sign of ours for each end of a line.
  private static void word(List<Run> runs, String text, Emphasis emphasis) {
    String[] lines = text.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      if (i > 0) {
        runs.add(emphasis == Emphasis.NONE ? Run.words(LINE_END) : Run.strong(LINE_END));
      }
      if (!lines[i].isEmpty()) {
        part(runs, lines[i], emphasis);
      }
    }
  }

  /// The blank behind it is ours where it is a single one: what becomes of blanks at the end of a
  /// supplied text depends on what follows them.
  private static void part(List<Run> runs, String text, Emphasis emphasis) {
    boolean blank =
        text.length() > 1
            && text.endsWith(" ")
            && !Character.isWhitespace(text.charAt(text.length() - 2));
    runs.add(Run.supplied(blank ? text.substring(0, text.length() - 1) : text, emphasis));
    if (blank) {
      runs.add(Run.words(" "));
    }
  }

  private static int startOfWord(String text, int from) {
    int at = Math.max(0, from);
    while (at > 0 && !Character.isWhitespace(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  private static int endOfWord(String text, int from) {
    int at = Math.min(text.length(), from);
    while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
