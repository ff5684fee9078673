package dev.countersign.policy;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import java.util.Arrays;

/// Text as a hasty reader takes it: without characters and marks that have no shape of their own,
/// full-width and styled letters as plain ones, and letters of other alphabets as the ASCII letters
/// that they look like (UTS #39, skeletons). For finding words, never for showing or sending.
final class FoldedText {
  private static final Normalizer2 NFKD = Normalizer2.getNFKDInstance();
  private static final SpoofChecker SPOOF = new SpoofChecker.Builder().build();
  private static final int FIRST_BEYOND_ASCII = 0x80;

  private final StringBuilder text;
  private final int[] starts;
  private final int[] ends;

  private FoldedText(String exact) {
    text = new StringBuilder(exact.length());
    // Compatibility decompositions have at most 18 code units (U+FDFA).
    int[] from = new int[exact.length() + 18];
    int[] to = new int[exact.length() + 18];
    for (int at = 0; at < exact.length(); ) {
      int codePoint = exact.codePointAt(at);
      int next = at + Character.charCount(codePoint);
      String folded = fold(codePoint);
      if (text.length() + folded.length() > from.length) {
        from = Arrays.copyOf(from, from.length * 2 + folded.length());
        to = Arrays.copyOf(to, from.length);
      }
      for (int i = 0; i < folded.length(); i++) {
        from[text.length() + i] = at;
        to[text.length() + i] = next;
      }
      text.append(folded);
      at = next;
    }
    starts = from;
    ends = to;
  }

  static FoldedText of(String exact) {
    return new FoldedText(exact);
  }

  /// Whether there is anything to fold.
  static boolean concerns(String exact) {
    return exact.chars().anyMatch(unit -> unit >= FIRST_BEYOND_ASCII);
  }

  String text() {
    return text.toString();
  }

  /// Where in the exact text a stretch of this one begins.
  int exactStart(int start) {
    return starts[start];
  }

  /// Where in the exact text it ends, exclusive.
  int exactEnd(int end) {
    return ends[end - 1];
  }

  private static String fold(int codePoint) {
    if (codePoint < FIRST_BEYOND_ASCII) {
      return Character.toString(codePoint);
    }
    if (isInvisible(codePoint)) {
      return "";
    }
    StringBuilder folded = new StringBuilder(2);
    NFKD.normalize(Character.toString(codePoint))
        .codePoints()
        .filter(part -> !isInvisible(part))
        .forEach(part -> folded.append(lookingLike(part)));
    return folded.toString();
  }

  private static boolean isInvisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.FORMAT, Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> true;
      default -> UCharacter.hasBinaryProperty(codePoint, UProperty.DEFAULT_IGNORABLE_CODE_POINT);
    };
  }

  /// The ASCII letter that a letter looks like, or the letter itself.
  static String lookingLike(int codePoint) {
    String letter = Character.toString(codePoint);
    if (codePoint < FIRST_BEYOND_ASCII
        || !Character.isLetter(codePoint)
        || isEastAsian(codePoint)) {
      return letter;
    }
    String skeleton = SPOOF.getSkeleton(letter);
    return skeleton.length() == 1 && isAsciiLetter(skeleton.charAt(0)) ? skeleton : letter;
  }

  /// Of a script whose letters look like no Latin ones.
  static boolean isEastAsian(int codePoint) {
    return switch (UScript.getScript(codePoint)) {
      case UScript.HAN, UScript.HIRAGANA, UScript.KATAKANA, UScript.HANGUL, UScript.BOPOMOFO ->
          true;
      default -> false;
    };
  }

  static boolean isAsciiLetter(int unit) {
    return (unit >= 'a' && unit <= 'z') || (unit >= 'A' && unit <= 'Z');
  }
}
