package dev.countersign.policy;

import java.util.Arrays;
import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// With which three letters, or a shorter word and the blank behind it, a match of a pattern can
/// begin, learnt from the pattern itself: text on which it fails without having asked for more can
/// never become a match. Skipping all other words saves most of the time that a pattern of many
/// alternatives takes.
final class WordBeginnings {
  /// A pattern that takes another blank of ASCII somewhere takes a space there as well.
  private static final String SIGNS = "abcdefghijklmnopqrstuvwxyz ";

  private static final int BLANK = 26;
  private static final int COUNT = 27;
  private static final int OTHER = -1;
  private static final int LENGTH = 3;
  private static final int[] CODES = codes();

  private final BitSet beginnings = new BitSet(COUNT * COUNT * COUNT);

  private WordBeginnings() {}

  private static int[] codes() {
    int[] codes = new int[0x80];
    Arrays.fill(codes, OTHER);
    for (int letter = 0; letter < BLANK; letter++) {
      codes['a' + letter] = letter;
      codes['A' + letter] = letter;
    }
    " \t\n\u000b\f\r".chars().forEach(blank -> codes[blank] = BLANK);
    return codes;
  }

  /// @param pattern one that ignores case, and in which a tab or an end of line is no more than a
  ///   space
  static WordBeginnings of(Pattern pattern) {
    WordBeginnings learnt = new WordBeginnings();
    learnt.learn(pattern.matcher(""), "", 0);
    return learnt;
  }

  // A matcher's hitEnd is meant for scanners, and this is one: sign by sign, it asks whether more
  // of
  // them could still make a match.
  @SuppressWarnings("JdkObsolete")
  private void learn(Matcher matcher, String beginning, int code) {
    for (int sign = 0; sign < COUNT; sign++) {
      String longer = beginning + SIGNS.charAt(sign);
      int longerCode = code * COUNT + sign;
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

  /// Whether a match may begin here; true for all that is not three letters or blanks of ASCII.
  boolean contains(String text, int at) {
    if (at + LENGTH > text.length()) {
      return true;
    }
    int code = 0;
    for (int i = at; i < at + LENGTH; i++) {
      char unit = text.charAt(i);
      int sign = unit < CODES.length ? CODES[unit] : OTHER;
      if (sign == OTHER) {
        return true;
      }
      code = code * COUNT + sign;
    }
    return beginnings.get(code);
  }
}
