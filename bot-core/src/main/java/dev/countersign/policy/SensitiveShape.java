package dev.countersign.policy;

import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How something that not everybody should read is spelt, and what makes it sure.
///
/// Every repetition in a pattern is bounded, and those of one sign are possessive, so the time
/// grows linearly with the text.
///
/// @param kind what it is
/// @param signs texts of which one is in every text that has it; none where there is no such sign
/// @param pattern the spelling; the group `value`, where it has one, is what is found, and the rest
///   around it only shows what it is
/// @param inside whether the pattern has that group
/// @param proof what the pattern cannot say
record SensitiveShape(
    SensitiveKind kind, List<String> signs, Pattern pattern, boolean inside, Proof proof) {
  private static final String VALUE = "value";

  SensitiveShape {
    signs = List.copyOf(signs);
  }

  /// Where the value ends that begins at `start`, at most at `end`, or [#NONE] where it is none.
  @FunctionalInterface
  interface Proof {
    int NONE = -1;

    int end(String text, int start, int end);
  }

  static SensitiveShape spelt(SensitiveKind kind, String pattern, String... signs) {
    return proven(kind, pattern, (_, _, end) -> end, signs);
  }

  static SensitiveShape proven(SensitiveKind kind, String pattern, Proof proof, String... signs) {
    Pattern compiled = Pattern.compile(pattern);
    return new SensitiveShape(
        kind, List.of(signs), compiled, compiled.namedGroups().containsKey(VALUE), proof);
  }

  /// What of these shapes stands in `text`, apart from what is `taken`, each different one once;
  /// takes it.
  static Set<Sensitive> findAll(List<SensitiveShape> shapes, String text, BitSet taken) {
    Set<Sensitive> found = new LinkedHashSet<>();
    shapes.forEach(shape -> shape.find(text, taken, found));
    return found;
  }

  /// Adds to `found` what of this shape stands in `text`, apart from what is `taken`, and takes it.
  private void find(String text, BitSet taken, Set<Sensitive> found) {
    if (!signs.isEmpty() && signs.stream().noneMatch(text::contains)) {
      return;
    }
    Matcher matcher = pattern.matcher(text);
    for (int from = 0; from <= text.length() && matcher.find(from); ) {
      int start = inside ? matcher.start(VALUE) : matcher.start();
      int end = proof.end(text, start, inside ? matcher.end(VALUE) : matcher.end());
      int next = taken.nextSetBit(start);
      if (end > start && (next < 0 || next >= end)) {
        taken.set(start, end);
        found.add(new Sensitive(kind, text.substring(start, end)));
        from = end;
      } else {
        from = matcher.start() + 1;
      }
    }
  }
}
