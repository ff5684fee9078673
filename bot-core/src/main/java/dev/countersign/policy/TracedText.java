package dev.countersign.policy;

import java.util.Arrays;

/// Text that was made from another one, and knows of each of its characters which stretch of the
/// other it stands for.
final class TracedText {
  private static final int FIRST_CAPACITY = 64;

  private final StringBuilder text = new StringBuilder();
  private int[] starts = new int[FIRST_CAPACITY];
  private int[] ends = new int[FIRST_CAPACITY];

  /// Adds what stands for `start` (inclusive) to `end` (exclusive) of the other text.
  void append(String piece, int start, int end) {
    int length = text.length() + piece.length();
    makeRoom(length);
    Arrays.fill(starts, text.length(), length, start);
    Arrays.fill(ends, text.length(), length, end);
    text.append(piece);
  }

  /// Adds characters of the other text as they stand there.
  void append(String other, int from, int to, int offset) {
    makeRoom(text.length() + to - from);
    for (int at = from; at < to; at++) {
      starts[text.length()] = offset + at;
      ends[text.length()] = offset + at + 1;
      text.append(other.charAt(at));
    }
  }

  /// Adds a stretch of a text that was made from the same one.
  void append(TracedText piece, int from, int to) {
    int length = text.length();
    makeRoom(length + to - from);
    System.arraycopy(piece.starts, from, starts, length, to - from);
    System.arraycopy(piece.ends, from, ends, length, to - from);
    text.append(piece.text, from, to);
  }

  private void makeRoom(int length) {
    if (length > starts.length) {
      starts = Arrays.copyOf(starts, Math.max(length, 2 * starts.length));
      ends = Arrays.copyOf(ends, starts.length);
    }
  }

  /// Spells a character otherwise, in its place.
  void respell(int at, char spelling) {
    text.setCharAt(at, spelling);
  }

  int length() {
    return text.length();
  }

  char charAt(int at) {
    return text.charAt(at);
  }

  String text() {
    return text.toString();
  }

  /// Where in the other text a stretch of this one begins: what is read in one piece need not stand
  /// there in the same order.
  int start(int from, int to) {
    return Arrays.stream(starts, from, to).min().orElse(0);
  }

  /// Where in the other text it ends, exclusive.
  int end(int from, int to) {
    return Arrays.stream(ends, from, to).max().orElse(0);
  }
}
