package dev.countersign.teams.card;

import java.util.regex.Pattern;

/// The service's own words for places where clients parse Markdown, `{{DATE()}}` or speech markup:
/// the heading, the text that is spoken, and the text for clients that cannot draw the card.
final class UnparsedWords {
  /// Whatever opens something. An underscore within a word opens nothing, and names of connections
  /// have them.
  private static final Pattern MARKUP =
      Pattern.compile("[\\\\`*\\[\\]<>&~{}]|(?<![\\p{L}\\p{N}])_|_(?![\\p{L}\\p{N}])");

  /// What would make a line an item of a list, or a heading.
  private static final Pattern BEGINNING =
      Pattern.compile("^(\\s*(?:\\d{1,9})?)([-+.)]|#{1,6})(?=\\s|$)");

  private UnparsedWords() {}

  /// With a backslash before every character that Markdown would take for its own.
  static String markdown(String words) {
    return BEGINNING.matcher(inLine(words)).replaceAll("$1\\\\$2");
  }

  /// The same of words that stand behind others in their line.
  static String inLine(String words) {
    return MARKUP.matcher(words.replaceAll("\\R", " ")).replaceAll("\\\\$0");
  }

  /// Without what speech markup would take for its own: nobody hears a bracket.
  static String spoken(String words) {
    return words.replaceAll("[<>&\\r\\n]", " ");
  }
}
