package dev.countersign.proposal;

/// Leaves out what two texts have in common at their beginning and at their end, but for some words
/// around what is different. Cuts stand between words.
///
/// @param skipped UTF-16 units that are left out at the beginning of both
/// @param rest likewise at their end
record CommonEnds(String before, String after, int skipped, int rest) {
  /// UTF-16 units of what is the same that stay on each side.
  private static final int AROUND = 80;

  static CommonEnds cut(String before, String after) {
    int shorter = Math.min(before.length(), after.length());
    int same = 0;
    while (same < shorter && before.charAt(same) == after.charAt(same)) {
      same++;
    }
    int tail = 0;
    while (tail < shorter - same
        && before.charAt(before.length() - 1 - tail) == after.charAt(after.length() - 1 - tail)) {
      tail++;
    }
    int skipped = wordBegins(before, same - AROUND);
    int rest = before.length() - wordEnds(before, before.length() - tail + AROUND);
    return new CommonEnds(
        before.substring(skipped, before.length() - rest),
        after.substring(skipped, after.length() - rest),
        skipped,
        rest);
  }

  /// The nearest beginning of a word at or before this place; 0 where there is none.
  private static int wordBegins(String text, int from) {
    int at = Math.max(0, from);
    while (at > 0 && !Character.isWhitespace(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  /// The nearest end of a word at or behind this place.
  private static int wordEnds(String text, int from) {
    int at = Math.min(text.length(), from);
    while (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }
}
