package dev.countersign.trial;

/// Text in commands that people copy into a shell.
final class Shell {
  private Shell() {}

  /// One word, whatever is in it.
  static String word(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
