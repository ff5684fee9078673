package dev.countersign.policy;

import com.ibm.icu.lang.UScript;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which alphabets some texts are written in, and how much: only words count that could not have
/// been meant to be read as Latin.
final class Alphabets {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}]{1,500}+");

  /// Fewer words are no sentence: a greeting, a name, or a pretext. So is one letter in so many
  /// Latin ones.
  private static final int LEAST_WORDS = 3;

  private static final int LEAST_SHARE = 20;

  private final Map<Integer, Integer> letters = new HashMap<>();
  private final Map<Integer, Integer> words = new HashMap<>();

  private Alphabets() {}

  static Alphabets of(Collection<String> texts) {
    Alphabets alphabets = new Alphabets();
    for (String text : texts) {
      Matcher found = WORD.matcher(text);
      while (found.find()) {
        alphabets.count(found.group());
      }
    }
    return alphabets;
  }

  /// Whether there is any word of a script.
  boolean has(int script) {
    return letters.containsKey(script);
  }

  /// Whether nearly everything is Latin instead.
  boolean hardlyHas(int script) {
    int foreign = letters.getOrDefault(script, 0);
    int latin = letters.getOrDefault(UScript.LATIN, 0);
    return foreign * LEAST_SHARE < latin
        || (foreign < latin && words.getOrDefault(script, 0) < LEAST_WORDS);
  }

  /// Has letters, all of them of another alphabet and looking like Latin ones.
  static boolean readsAsLatin(String word) {
    return word.codePoints().anyMatch(Character::isLetter)
        && word.codePoints()
            .filter(Character::isLetter)
            .allMatch(letter ->
                letter >= 0x80
                    && UScript.getScript(letter) != UScript.LATIN
                    && FoldedText.lookingLike(letter).codePointAt(0) < 0x80);
  }

  private void count(String word) {
    List<Integer> scripts =
        word.codePoints()
            .filter(Character::isLetter)
            .map(UScript::getScript)
            .distinct()
            .boxed()
            .toList();
    if (scripts.size() == 1 && (scripts.getFirst() == UScript.LATIN || !readsAsLatin(word))) {
      letters.merge(scripts.getFirst(), word.length(), Integer::sum);
      words.merge(scripts.getFirst(), 1, Integer::sum);
    }
  }
}
