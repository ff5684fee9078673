package dev.countersign.card;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.Normalizer2;
import com.ibm.icu.text.UnicodeSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// How else than composed (UAX #15, NFC) people's devices write letters that Unicode counts as
/// equal. All of these look the same, so a card draws the composed spelling with a mark behind it
/// that says which one it was.
///
/// Each is a function of the composed spelling, so that mark and drawing give the exact text back.
/// A word in more than one of them, or in none, is not ordinary.
public enum Spelling {
  /// A letter and each of its accents for themselves (NFD), as file names of a Mac.
  IN_PARTS('⌟') {
    @Override
    String of(String composed) {
      return NFD.normalize(composed);
    }
  },

  /// As keyboards write where that is not the order of Unicode: the tone of a Vietnamese vowel for
  /// itself, the doubling of an Arabic consonant or the dot in a Hebrew one before its vowel.
  AS_TYPED('⌞') {
    @Override
    String of(String composed) {
      return earlyMarksFirst(tonesApart(composed));
    }
  },

  /// Letters with their dots as one character that Unicode itself takes apart: Hindi, Bengali,
  /// Punjabi, Hebrew and Yiddish.
  READY_MADE('⌝') {
    @Override
    String of(String composed) {
      return composedOfAll(NFD.normalize(composed));
    }
  },

  /// One letter that is the same as one other, as the sign of the ohm and a capital omega. Where
  /// several are the same as one, only the first is meant.
  TWIN('⌜') {
    @Override
    String of(String composed) {
      return Tables.TWINS.getOrDefault(composed, composed);
    }
  };

  private static final Normalizer2 NFC = Normalizer2.getNFCInstance();
  private static final Normalizer2 NFD = Normalizer2.getNFDInstance();

  /// Marks that are typed before others of their letter and sorted behind them by Unicode: the dots
  /// of shin, dagesh and rafe in Hebrew, shadda in Arabic, asat in Burmese.
  private static final String EARLY_MARKS = "\u05c1\u05c2\u05bc\u05bf\u0651\u103a";

  private static final String TONES = "\u0300\u0301\u0303\u0309\u0323";

  private final char mark;

  Spelling(char mark) {
    this.mark = mark;
  }

  /// What is drawn behind a word, or behind the one letter, in this spelling.
  public char mark() {
    return mark;
  }

  /// This spelling of a composed word or, for a twin, of one letter.
  abstract String of(String composed);

  /// What a card says about the marks on it.
  public static String note(Set<Spelling> drawn) {
    return drawn.stream()
        .sorted()
        .map(spelling -> String.valueOf(spelling.mark))
        .collect(
            Collectors.joining(
                " ", "Marked ", ": the same letters, stored in another form than usual"));
  }

  /// The spelling of a whole word that is not composed.
  static Optional<Spelling> ofWord(String word, String composed) {
    for (Spelling spelling : List.of(IN_PARTS, AS_TYPED, READY_MADE)) {
      if (spelling.of(composed).equals(word)) {
        return Optional.of(spelling);
      }
    }
    return Optional.empty();
  }

  static boolean isTwin(int codePoint) {
    if (!Character.isLetter(codePoint) || NFC.getRawDecomposition(codePoint) == null) {
      return false;
    }
    String letter = Character.toString(codePoint);
    return !NFC.isNormalized(letter) && TWIN.of(NFC.normalize(letter)).equals(letter);
  }

  static boolean isMark(int codePoint) {
    for (Spelling spelling : values()) {
      if (spelling.mark == codePoint) {
        return true;
      }
    }
    return false;
  }

  /// Letters, marks and joiners: what a mark behind a word speaks for.
  static boolean isPartOfWord(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK ->
          true;
      default ->
          Character.isLetter(codePoint)
              || UCharacter.hasBinaryProperty(codePoint, UProperty.JOIN_CONTROL);
    };
  }

  private static String tonesApart(String composed) {
    var apart = new StringBuilder(composed.length() + 8);
    composed
        .codePoints()
        .forEach(codePoint -> {
          String parts = NFD.normalize(Character.toString(codePoint));
          int tone = 1;
          while (tone < parts.length() && TONES.indexOf(parts.charAt(tone)) < 0) {
            tone++;
          }
          if (tone < parts.length()) {
            String rest = parts.substring(0, tone) + parts.substring(tone + 1);
            apart.append(NFC.normalize(rest)).append(parts.charAt(tone));
          } else {
            apart.appendCodePoint(codePoint);
          }
        });
    return apart.toString();
  }

  private static String earlyMarksFirst(String text) {
    int[] codePoints = text.codePoints().toArray();
    var sorted = new StringBuilder(text.length());
    var marks = new ArrayList<Integer>();
    for (int codePoint : codePoints) {
      if (UCharacter.getCombiningClass(codePoint) == 0) {
        appendSorted(marks, sorted);
        sorted.appendCodePoint(codePoint);
      } else {
        marks.add(codePoint);
      }
    }
    appendSorted(marks, sorted);
    return sorted.toString();
  }

  private static void appendSorted(List<Integer> marks, StringBuilder sorted) {
    marks.sort(Comparator.comparingInt(Spelling::turn));
    marks.forEach(sorted::appendCodePoint);
    marks.clear();
  }

  private static int turn(int mark) {
    int early = EARLY_MARKS.indexOf(mark);
    return early < 0 ? EARLY_MARKS.length() : early;
  }

  /// Canonical composition (UAX #15), the compositions included that Unicode excludes.
  private static String composedOfAll(String decomposed) {
    var composed = new ArrayList<Integer>();
    int starter = -1;
    int lastClass = 0;
    for (int codePoint : decomposed.codePoints().toArray()) {
      int combining = UCharacter.getCombiningClass(codePoint);
      boolean reaches = starter >= 0 && (lastClass == 0 || lastClass < combining);
      int pair = reaches ? compose(composed.get(starter), codePoint) : -1;
      if (pair >= 0) {
        composed.set(starter, pair);
        continue;
      }
      if (combining == 0) {
        starter = composed.size();
      }
      lastClass = combining;
      composed.add(codePoint);
    }
    var text = new StringBuilder(decomposed.length());
    composed.forEach(text::appendCodePoint);
    return text.toString();
  }

  private static int compose(int first, int second) {
    String pair = Character.toString(first) + Character.toString(second);
    Integer excluded = Tables.EXCLUDED.get(pair);
    return excluded != null ? excluded : NFC.composePair(first, second);
  }

  /// What Unicode takes apart and never puts together again. Read when it is first needed: few
  /// texts have any of it.
  private static final class Tables {
    /// By their two parts.
    static final Map<String, Integer> EXCLUDED = new HashMap<>();

    /// By the letter that they are the same as.
    static final Map<String, String> TWINS = new HashMap<>();

    static {
      var taken =
          new UnicodeSet().applyIntPropertyValue(UProperty.FULL_COMPOSITION_EXCLUSION, 1).freeze();
      for (String one : taken) {
        String parts = NFC.getRawDecomposition(one.codePointAt(0));
        int first = parts.codePointAt(0);
        if (parts.length() == Character.charCount(first)) {
          TWINS.putIfAbsent(NFC.normalize(one), one);
        } else if (UCharacter.getCombiningClass(first) == 0) {
          EXCLUDED.put(parts, one.codePointAt(0));
        }
      }
    }
  }
}
