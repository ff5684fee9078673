package dev.countersign.drawing;

import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import java.util.regex.Pattern;

/// Supplied names on a line that goes on behind them.
final class Names {
  /// Without blanks, quotes, and the signs that our own words begin with.
  private static final Pattern ONE_WORD = Pattern.compile("[^\\s\\p{Z}\"·→]+");

  private Names() {}

  /// A single word as it is and anything else in quotes, so that a name in which our own words
  /// stand does not read as two names.
  static String apart(String name) {
    return ONE_WORD.matcher(name).matches() ? name : CanonicalJson.text(Json.of(name));
  }
}
