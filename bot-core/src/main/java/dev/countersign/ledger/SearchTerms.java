package dev.countersign.ledger;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What somebody looks for, taken apart: a request is found that has all of it.
///
/// Words are runs of letters and digits, without regard to case and to the forms in which one
/// character can be written (Unicode NFKC). Whatever else was typed separates them.
///
/// @param all each of which a request has to have
public record SearchTerms(List<Term> all) {
  /// UTF-16 code units that are read.
  public static final int LONGEST = 200;

  /// Words of one request.
  public static final int MOST_WORDS = 64;

  /// Code points of one word; what is longer is found by its beginning.
  static final int LONGEST_WORD = 64;

  /// Code points of a word from which on it stands for all that begin with it.
  static final int BEGINS_AT = 3;

  /// Code points that at least one word has.
  static final int SHORTEST = 2;

  private static final String DIGEST = "sha-256:";

  /// What may be the beginning of a digest that was copied without its name.
  private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_-]{8,43}");

  private static final Pattern NAMED = Pattern.compile(DIGEST + "[A-Za-z0-9_-]{4,43}");
  private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Z}]+");
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}\\p{M}]+");

  public SearchTerms {
    all = List.copyOf(all);
  }

  /// One way in which a request may have it is enough.
  ///
  /// @param ways each of words that all have to be there
  public record Term(List<List<Word>> ways) {
    public Term {
      ways = ways.stream().map(List::copyOf).toList();
    }

    boolean isIn(Set<String> words) {
      return ways.stream().anyMatch(way -> way.stream().allMatch(word -> word.isIn(words)));
    }
  }

  /// @param text letters and digits, or a digest: nothing that any query language reads
  /// @param begins whether what only begins with it is found, too
  public record Word(String text, boolean begins) {
    boolean isIn(Set<String> words) {
      return words.contains(text)
          || (begins && words.stream().anyMatch(word -> word.startsWith(text)));
    }
  }

  /// @param typed at most [#LONGEST]; empty terms where there is nothing to look for in it
  public static SearchTerms of(String typed) {
    List<Term> terms = new ArrayList<>();
    boolean enough = false;
    for (String piece : BLANKS.split(typed.strip(), -1)) {
      List<List<Word>> ways = new ArrayList<>();
      if (NAMED.matcher(piece).matches()) {
        ways.add(List.of(new Word(piece, true)));
        enough = true;
      } else {
        List<Word> words = words(piece).stream().map(SearchTerms::word).toList();
        if (!words.isEmpty()) {
          ways.add(words);
          enough |= words.stream().anyMatch(word -> length(word.text()) >= SHORTEST);
        }
        if (BARE.matcher(piece).matches()) {
          ways.add(List.of(new Word(DIGEST + piece, true)));
        }
      }
      if (!ways.isEmpty()) {
        terms.add(new Term(ways));
      }
    }
    return new SearchTerms(enough ? terms : List.of());
  }

  private static Word word(String text) {
    return new Word(text, length(text) >= BEGINS_AT);
  }

  private static int length(String word) {
    return word.codePointCount(0, word.length());
  }

  /// The words of a text in their order, each once.
  public static Set<String> words(String text) {
    Set<String> words = new LinkedHashSet<>();
    Matcher word = WORD.matcher(Normalizer.normalize(text, Form.NFKC).toLowerCase(Locale.ROOT));
    while (word.find()) {
      words.add(shortened(word.group()));
    }
    return words;
  }

  private static String shortened(String word) {
    return length(word) <= LONGEST_WORD
        ? word
        : word.substring(0, word.offsetByCodePoints(0, LONGEST_WORD));
  }

  /// Whether what has these words is found.
  public boolean areIn(Set<String> words) {
    return !all.isEmpty() && all.stream().allMatch(term -> term.isIn(words));
  }
}
