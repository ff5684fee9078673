package dev.countersign.sandbox.wire;

import java.util.ArrayList;
import java.util.List;

/// Lines for a terminal: wrapped at spaces, and without characters that a terminal would act upon.
public final class TerminalLines {
  private TerminalLines() {}

  /// The text in lines of at most `width` characters. The first line starts with `first`, the
  /// others with `rest`; a word longer than a line is cut.
  public static List<String> wrap(String text, int width, String first, String rest) {
    var lines = new ArrayList<String>();
    String prefix = first;
    for (String paragraph : printable(text).split("\n", -1)) {
      String left = paragraph.stripTrailing();
      do {
        int room = width - prefix.length();
        int end = breakAt(left, room);
        lines.add((prefix + left.substring(0, end)).stripTrailing());
        left = left.substring(end).stripLeading();
        prefix = rest;
      } while (!left.isEmpty());
    }
    return lines;
  }

  /// Every control character but the line break as a picture of itself, so that text cannot move
  /// the cursor.
  public static String printable(String text) {
    var shown = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> {
          boolean isControl = Character.isISOControl(c) && c != '\n';
          shown.appendCodePoint(isControl ? '\uFFFD' : c);
        });
    return shown.toString();
  }

  private static int breakAt(String text, int room) {
    if (text.length() <= room) {
      return text.length();
    }
    int space = text.lastIndexOf(' ', room);
    if (space > 0) {
      return space;
    }
    return Character.isHighSurrogate(text.charAt(room - 1)) ? room - 1 : room;
  }
}
