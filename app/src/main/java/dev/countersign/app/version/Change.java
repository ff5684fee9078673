package dev.countersign.app.version;

import dev.countersign.card.VisibleText;

/// One thing that differs from what is in force.
///
/// @param text one line, drawn so that nothing in a file can pass for something else on a terminal
/// @param loosens whether something can happen now that could not before, or with fewer people;
///   also where nobody can tell by comparing
public record Change(String text, boolean loosens) {
  /// Conditions may be longer; the file has all of it.
  private static final int LONGEST = 400;

  public Change {
    String line = VisibleText.onOneLine(text).text();
    text =
        line.codePointCount(0, line.length()) <= LONGEST
            ? line
            : line.substring(0, line.offsetByCodePoints(0, LONGEST - 1)) + "…";
  }

  static Change looser(String text) {
    return new Change(text, true);
  }

  static Change other(String text) {
    return new Change(text, false);
  }
}
