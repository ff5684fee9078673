package dev.countersign.policy;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import org.jspecify.annotations.Nullable;

/// Text as a hasty reader takes it: without characters and marks that have no shape of their own,
/// full-width and styled letters as plain ones, letters of other alphabets as the ASCII ones that
/// they look like (UTS #39, skeletons), and letters in numbers as the digits that they look like.
/// For finding words, never for showing or sending.
///
/// What ASCII itself has that looks alike in words (`l`, `I`, `1`, `|` and `O`, `0`) stays as it
/// is: whoever searches takes one for the other.
final class FoldedText {
  private static final Normalizer2 NFKD = Normalizer2.getNFKDInstance();
  private static final SpoofChecker SPOOF = new SpoofChecker.Builder().build();
  private static final int FIRST_BEYOND_ASCII = 0x80;
  private static final int DELETE = 0x7f;

  /// What was folded once, for the alphabets (below U+3000): a skeleton takes microseconds. Whoever
  /// fills a place that another thread fills puts the same into it.
  private static final @Nullable String[] KEPT = new @Nullable String[0x3000];

  private final TracedText text = new TracedText();
  private boolean respelled;

  private FoldedText(String exact) {
    boolean blank = false;
    for (int at = 0; at < exact.length(); ) {
      int end = plainEnd(exact, at, blank);
      if (end > at) {
        text.append(exact, at, end, 0);
        blank = exact.charAt(end - 1) == ' ';
        at = end;
        continue;
      }
      int codePoint = exact.codePointAt(at);
      int next = at + Character.charCount(codePoint);
      boolean blankBefore = blank;
      blank = isBlank(codePoint);
      if (!blank || !blankBefore) {
        text.append(folded(codePoint), at, next);
      }
      respelled |= codePoint >= FIRST_BEYOND_ASCII;
      at = next;
    }
    respelled |= NumberLookAlikes.respell(text);
  }

  /// The end of the signs of ASCII that begin here and stay as they are, each blank between them
  /// alone: most of most texts.
  private static int plainEnd(String exact, int start, boolean blankBefore) {
    boolean blank = blankBefore;
    int end = start;
    while (end < exact.length()) {
      char unit = exact.charAt(end);
      if (unit < ' ' || unit >= DELETE || (unit == ' ' && blank)) {
        return end;
      }
      blank = unit == ' ';
      end++;
    }
    return end;
  }

  static FoldedText of(String exact) {
    return new FoldedText(exact);
  }

  /// Whether there is anything that plain letters could hide behind.
  static boolean concerns(String exact) {
    return exact.chars().anyMatch(unit -> unit >= FIRST_BEYOND_ASCII);
  }

  TracedText text() {
    return text;
  }

  /// Whether more than runs of blanks is spelt otherwise.
  boolean isRespelled() {
    return respelled;
  }

  private static boolean isBlank(int codePoint) {
    return (codePoint <= ' ' || codePoint >= FIRST_BEYOND_ASCII)
        && UCharacter.isUWhiteSpace(codePoint);
  }

  private static String folded(int codePoint) {
    if (codePoint >= KEPT.length) {
      return fold(codePoint);
    }
    String kept = KEPT[codePoint];
    if (kept == null) {
      kept = fold(codePoint);
      KEPT[codePoint] = kept;
    }
    return kept;
  }

  private static String fold(int codePoint) {
    if (isInvisible(codePoint)) {
      return "";
    }
    if (codePoint < FIRST_BEYOND_ASCII) {
      return Character.toString(codePoint);
    }
    int digit = UCharacter.digit(codePoint);
    if (digit >= 0) {
      return Integer.toString(digit);
    }
    return PlainForms.of(codePoint).orElseGet(() -> decomposed(codePoint));
  }

  private static String decomposed(int codePoint) {
    StringBuilder folded = new StringBuilder(2);
    NFKD.normalize(Character.toString(codePoint))
        .codePoints()
        .filter(part -> !isInvisible(part))
        .forEach(part -> folded.append(reading(part)));
    return folded.toString();
  }

  /// Also by what its skeleton is a form of: `к` looks like a small capital, and that like `k`.
  private static String reading(int codePoint) {
    if (codePoint < FIRST_BEYOND_ASCII
        || isEastAsian(codePoint)
        || Character.getType(codePoint) == Character.CURRENCY_SYMBOL) {
      return Character.toString(codePoint);
    }
    StringBuilder reading = new StringBuilder(2);
    SPOOF
        .getSkeleton(Character.toString(codePoint))
        .codePoints()
        .filter(part -> !isInvisible(part))
        .forEach(
            part -> reading.append(PlainForms.of(part).orElseGet(() -> Character.toString(part))));
    boolean plain = reading.chars().allMatch(unit -> isAsciiLetter(unit) || isAsciiDigit(unit));
    return plain ? reading.toString() : Character.toString(codePoint);
  }

  private static boolean isInvisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.FORMAT, Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> true;
      case Character.CONTROL -> !UCharacter.isUWhiteSpace(codePoint);
      default ->
          codePoint >= FIRST_BEYOND_ASCII
              && UCharacter.hasBinaryProperty(codePoint, UProperty.DEFAULT_IGNORABLE_CODE_POINT);
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

  static boolean isAsciiDigit(int unit) {
    return unit >= '0' && unit <= '9';
  }
}
