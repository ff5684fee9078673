package dev.countersign.policy;

import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds words that are not what they look like: letters of several alphabets in one word, words of
/// another alphabet that read as Latin, plain letters in a styled form.
///
/// A reading aid by UTS #39 (restriction level "highly restrictive", skeletons), not a proof: two
/// words of one alphabet may look alike too.
public final class LookAlikes {
  private static final Pattern TOKEN = Pattern.compile("\\S{1,2000}");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{Nd}\\p{Cf}]{1,500}");
  private static final Normalizer2 NFKC = Normalizer2.getNFKCInstance();
  private static final SpoofChecker ONE_ALPHABET =
      new SpoofChecker.Builder()
          .setChecks(SpoofChecker.RESTRICTION_LEVEL)
          .setRestrictionLevel(SpoofChecker.RestrictionLevel.HIGHLY_RESTRICTIVE)
          .build();

  /// Shorter words of another alphabet are too often just words.
  private static final int LEAST_LETTERS = 3;

  private LookAlikes() {}

  /// Why a word is suspicious.
  public enum Kind {
    /// Letters of alphabets that no language writes together.
    MIXED_ALPHABETS,
    /// All of another alphabet, and every letter looks like a Latin one.
    READS_AS_LATIN,
    /// Full-width, mathematical or otherwise styled letters in place of plain ones.
    STYLED_LETTERS
  }

  /// A suspicious word as it is written.
  public record Suspect(Kind kind, String word) {}

  /// Each word once, in the order of the text.
  public static List<Suspect> find(String text) {
    if (!FoldedText.concerns(text)) {
      return List.of();
    }
    Set<Suspect> suspects = new LinkedHashSet<>();
    boolean mostlyLatin = isMostlyLatin(text);
    Matcher tokens = TOKEN.matcher(text);
    while (tokens.find()) {
      String token = tokens.group();
      if (FoldedText.concerns(token)) {
        inToken(token, mostlyLatin, suspects);
      }
    }
    return List.copyOf(suspects);
  }

  private static void inToken(String token, boolean mostlyLatin, Set<Suspect> suspects) {
    Matcher words = WORD.matcher(token);
    while (words.find()) {
      String word = words.group();
      if (!FoldedText.concerns(word)) {
        continue;
      }
      if (ONE_ALPHABET.failsChecks(word)) {
        suspects.add(new Suspect(Kind.MIXED_ALPHABETS, word));
      } else if (isStyled(word)) {
        suspects.add(new Suspect(Kind.STYLED_LETTERS, word));
      } else if (readsAsLatin(word)
          && (hasAsciiLetter(token.replace(word, ""))
              || (mostlyLatin && word.codePointCount(0, word.length()) >= LEAST_LETTERS))) {
        suspects.add(new Suspect(Kind.READS_AS_LATIN, word));
      }
    }
  }

  private static boolean readsAsLatin(String word) {
    return word.codePoints()
        .filter(Character::isLetter)
        .allMatch(letter ->
            letter >= 0x80
                && UScript.getScript(letter) != UScript.LATIN
                && FoldedText.lookingLike(letter).codePointAt(0) < 0x80);
  }

  /// East Asian text writes full-width letters of its own accord.
  private static boolean isStyled(String word) {
    return word.codePoints().noneMatch(FoldedText::isEastAsian)
        && word.codePoints()
            .filter(c -> c >= 0x80 && !(c >= 0xfb00 && c <= 0xfb06))
            .filter(LookAlikes::isPlainKind)
            .anyMatch(c -> hasAsciiLetterOrDigit(NFKC.normalize(Character.toString(c))));
  }

  private static boolean isPlainKind(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.UPPERCASE_LETTER, Character.LOWERCASE_LETTER, Character.DECIMAL_DIGIT_NUMBER ->
          true;
      default -> false;
    };
  }

  private static boolean isMostlyLatin(String text) {
    long latin = 0;
    long other = 0;
    for (int at = 0; at < text.length(); ) {
      int codePoint = text.codePointAt(at);
      at += Character.charCount(codePoint);
      if (Character.isLetter(codePoint)) {
        if (FoldedText.isAsciiLetter(codePoint) || UScript.getScript(codePoint) == UScript.LATIN) {
          latin++;
        } else {
          other++;
        }
      }
    }
    return latin > other;
  }

  private static boolean hasAsciiLetter(String text) {
    return text.chars().anyMatch(FoldedText::isAsciiLetter);
  }

  private static boolean hasAsciiLetterOrDigit(String text) {
    return text.chars().anyMatch(c -> FoldedText.isAsciiLetter(c) || (c >= '0' && c <= '9'));
  }
}
