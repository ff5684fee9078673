package dev.countersign.policy;

import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// With which three letters a match of a pattern can begin, learnt from the pattern itself: text on
/// which it fails without having asked for more can never become a match. Skipping all other words
/// saves most of the time that a pattern of many alternatives takes.
final class WordBeginnings {
  private static final int LETTERS = 26;
  private static final int LENGTH = 3;

  private final BitSet beginnings = new BitSet(LETTERS * LETTERS * LETTERS);

  private WordBeginnings() {}

  /// @param pattern one that ignores case
  static WordBeginnings of(Pattern pattern) {
    WordBeginnings learnt = new WordBeginnings();
    learnt.learn(pattern.matcher(""), "", 0);
    return learnt;
  }

  // A matcher's hitEnd is meant for scanners, and this is one: letter by letter, it asks whether
  // more
  // of them could still make a match.
  @SuppressWarnings("JdkObsolete")
  private void learn(Matcher matcher, String beginning, int code) {
    for (char letter = 'a'; letter <= 'z'; letter++) {
      String longer = beginning + letter;
      int longerCode = code * LETTERS + (letter - 'a');
      if (!matcher.reset(longer).lookingAt() && !matcher.hitEnd()) {
        continue;
      }
      if (longer.length() == LENGTH) {
        beginnings.set(longerCode);
      } else {
        learn(matcher, longer, longerCode);
      }
    }
  }

  /// Whether a match may begin here; true for all that is not three ASCII letters.
  boolean contains(String text, int at) {
    if (at + LENGTH > text.length()) {
      return true;
    }
    int code = 0;
    for (int i = at; i < at + LENGTH; i++) {
      int letter = (text.charAt(i) | 0x20) - 'a';
      if (letter < 0 || letter >= LETTERS) {
        return true;
      }
      code = code * LETTERS + letter;
    }
    return beginnings.get(code);
  }
}
