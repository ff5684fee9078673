package dev.countersign.policy;

import com.ibm.icu.lang.UScript;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.SpoofChecker;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
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

  /// Shorter words of another alphabet are too often just words, where it is used at all.
  private static final int LEAST_LETTERS = 3;

  /// Alphabets of which single letters stand in other texts: `α`, `א`, initials.
  private static final Set<Integer> HAS_SYMBOLS =
      Set.of(UScript.GREEK, UScript.HEBREW, UScript.ARABIC);

  /// A sign of addresses with something behind it.
  private static final Pattern ADDRESS = Pattern.compile("[@./:][\\p{L}\\p{N}]");

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

  /// In all texts of an action, each word once, in the order of the texts. They are judged
  /// together: a word of another alphabet is ordinary where others of that alphabet stand beside
  /// it.
  public static List<Suspect> find(Collection<String> texts) {
    if (texts.stream().noneMatch(FoldedText::concerns)) {
      return List.of();
    }
    Set<Suspect> suspects = new LinkedHashSet<>();
    Alphabets all = Alphabets.of(texts);
    for (String text : texts) {
      if (FoldedText.concerns(text)) {
        Alphabets here = Alphabets.of(List.of(text));
        TOKEN
            .matcher(text)
            .results()
            .map(MatchResult::group)
            .filter(FoldedText::concerns)
            .forEach(token -> inToken(token, all, here, suspects));
      }
    }
    return List.copyOf(suspects);
  }

  private static void inToken(String token, Alphabets all, Alphabets here, Set<Suspect> suspects) {
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
      } else if (Alphabets.readsAsLatin(word)
          && (isNumber(word) || isAmongLatin(token, word, all) || isOutOfPlace(word, all, here))) {
        suspects.add(new Suspect(Kind.READS_AS_LATIN, word));
      }
    }
  }

  /// `5О` with a Cyrillic letter reads as fifty, in whatever language.
  private static boolean isNumber(String word) {
    return word.codePoints().anyMatch(Character::isDigit)
        && word.codePoints()
            .filter(Character::isLetter)
            .allMatch(letter -> "OoIl".contains(FoldedText.lookingLike(letter)));
  }

  /// In one token with Latin letters: part of an address, or no short ending as in `PDF-а`.
  private static boolean isAmongLatin(String token, String word, Alphabets all) {
    return hasAsciiLetter(token.replace(word, ""))
        && (ADDRESS.matcher(token).find()
            || letters(word) >= LEAST_LETTERS
            || !all.has(script(word)));
  }

  /// Where nothing else is written in its alphabet, or hardly anything and the word is longer.
  private static boolean isOutOfPlace(String word, Alphabets all, Alphabets here) {
    int script = script(word);
    if (!all.has(script)) {
      return letters(word) >= (HAS_SYMBOLS.contains(script) ? 2 : 1);
    }
    return letters(word) >= LEAST_LETTERS && here.hardlyHas(script) && all.hardlyHas(script);
  }

  private static long letters(String word) {
    return word.codePoints().filter(Character::isLetter).count();
  }

  private static int script(String word) {
    return UScript.getScript(
        word.codePoints().filter(Character::isLetter).findFirst().orElseThrow());
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

  private static boolean hasAsciiLetter(String text) {
    return text.chars().anyMatch(FoldedText::isAsciiLetter);
  }

  private static boolean hasAsciiLetterOrDigit(String text) {
    return text.chars().anyMatch(c -> FoldedText.isAsciiLetter(c) || FoldedText.isAsciiDigit(c));
  }
}
