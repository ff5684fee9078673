package dev.countersign.drawing;

import dev.countersign.policy.Commitments;
import java.util.ArrayList;
import java.util.List;

/// Two texts word by word: what only the one has, and what only the other. An amount, a date or an
/// address is one word, so that `EUR 42.50` never reads as a change of `2` in the middle.
///
/// Each word has the blanks behind it, so that two blanks in place of one are a difference, too.
///
/// @param before the pieces of the earlier text
/// @param after those of the later one
record WordDifference(List<Piece> before, List<Piece> after) {
  /// Comparisons of two words; beyond that all between the same beginning and the same end counts
  /// as changed.
  private static final int MOST_CELLS = 1_000_000;

  WordDifference {
    before = List.copyOf(before);
    after = List.copyOf(after);
  }

  record Piece(String text, boolean changed) {}

  static WordDifference of(String before, String after) {
    List<String> left = words(before);
    List<String> right = words(after);
    int same = 0;
    int shorter = Math.min(left.size(), right.size());
    while (same < shorter && left.get(same).equals(right.get(same))) {
      same++;
    }
    int tail = 0;
    while (tail < shorter - same
        && left.get(left.size() - 1 - tail).equals(right.get(right.size() - 1 - tail))) {
      tail++;
    }
    boolean[] keptLeft = edges(left.size(), same, tail);
    boolean[] keptRight = edges(right.size(), same, tail);
    keepCommon(
        left.subList(same, left.size() - tail),
        right.subList(same, right.size() - tail),
        same,
        keptLeft,
        keptRight);
    return new WordDifference(pieces(left, keptLeft), pieces(right, keptRight));
  }

  private static boolean[] edges(int size, int same, int tail) {
    boolean[] kept = new boolean[size];
    for (int i = 0; i < size; i++) {
      kept[i] = i < same || i >= size - tail;
    }
    return kept;
  }

  /// The longest sequence of words that both have.
  private static void keepCommon(
      List<String> left, List<String> right, int from, boolean[] keptLeft, boolean[] keptRight) {
    if ((long) (left.size() + 1) * (right.size() + 1) > MOST_CELLS) {
      return;
    }
    int[][] common = new int[left.size() + 1][right.size() + 1];
    for (int i = left.size() - 1; i >= 0; i--) {
      for (int j = right.size() - 1; j >= 0; j--) {
        common[i][j] =
            left.get(i).equals(right.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    int i = 0;
    int j = 0;
    while (i < left.size() && j < right.size()) {
      if (left.get(i).equals(right.get(j))) {
        keptLeft[from + i++] = true;
        keptRight[from + j++] = true;
      } else if (common[i + 1][j] >= common[i][j + 1]) {
        i++;
      } else {
        j++;
      }
    }
  }

  private static List<Piece> pieces(List<String> words, boolean[] kept) {
    List<Piece> pieces = new ArrayList<>();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words.size(); i++) {
      text.append(words.get(i));
      if (i + 1 == words.size() || kept[i] != kept[i + 1]) {
        pieces.add(new Piece(text.toString(), !kept[i]));
        text.setLength(0);
      }
    }
    return pieces;
  }

  /// The words, and what the policy language calls commitments in one piece.
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int begin = 0;
    for (Commitments.Span span : Commitments.find(text)) {
      split(text, begin, startOfWord(text, begin, span.start()), words);
      begin = Math.max(begin, startOfWord(text, begin, span.start()));
      int end = endOfWord(text, span.end());
      if (end > begin) {
        words.add(text.substring(begin, end));
        begin = end;
      }
    }
    split(text, begin, text.length(), words);
    return words;
  }

  private static void split(String text, int from, int to, List<String> words) {
    int begin = from;
    while (begin < to) {
      int end = Math.min(to, endOfWord(text, begin));
      words.add(text.substring(begin, end));
      begin = end;
    }
  }

  private static int startOfWord(String text, int from, int at) {
    int start = at;
    while (start > from && !Character.isWhitespace(text.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  /// Behind the blanks that follow the word.
  private static int endOfWord(String text, int from) {
    int end = from;
    while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    while (end < text.length() && Character.isWhitespace(text.charAt(end))) {
      end++;
    }
    return end;
  }
}
