package dev.countersign.proposal;

import dev.countersign.json.Json;
import java.util.Optional;

/// Leaves out what two texts have in common at their beginning and at their end, but for some words
/// around what is different. Cuts stand between words.
final class CommonEnds {
  /// UTF-16 units of what is the same that stay on each side.
  private static final int AROUND = 80;

  private CommonEnds() {}

  static ActionChange.Shown cut(String pointer, String before, String after) {
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
    return new ActionChange.Shown(
        pointer,
        text(before, skipped, rest),
        text(after, skipped, rest),
        skipped,
        rest);
  }

  private static Optional<Json> text(String whole, int skipped, int rest) {
    return Optional.of(Json.of(whole.substring(skipped, whole.length() - rest)));
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
