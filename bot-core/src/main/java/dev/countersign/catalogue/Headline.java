package dev.countersign.catalogue;

import dev.countersign.catalogue.Reading.Meaning;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What an operation does, with fields in braces: `Refund {amount}`.
public final class Headline {
  /// Characters with all values: every chat takes as many beside an icon and a few words.
  static final int MOST = 100;

  /// Fields of one headline: without their values it fits.
  private static final int MOST_FIELDS = 2;

  private static final Pattern FIELD = Pattern.compile("\\{([a-z][a-z0-9_]{0,31})\\}");

  private final String text;

  private Headline(String text) {
    this.text = text;
  }

  /// @throws IllegalArgumentException if it is not plain words around names in braces, beginning
  ///   with a word
  public static Headline parse(String text) {
    PlainWords.require(FIELD.matcher(text).replaceAll("X"));
    if (FIELD.matcher(text).lookingAt() || FIELD.matcher(text).results().count() > MOST_FIELDS) {
      throw new IllegalArgumentException("a verb, and at most " + MOST_FIELDS + " fields");
    }
    return new Headline(text);
  }

  /// The names in braces.
  public Set<String> fields() {
    return FIELD.matcher(text).results().map(found -> found.group(1)).collect(Collectors.toSet());
  }

  /// @param meanings of those fields that the action has, by name
  String with(Map<String, Meaning> meanings, Map<String, String> labels) {
    String whole = with(found -> value(found, meanings, labels));
    return whole.length() <= MOST ? whole : with(_ -> "(see below)");
  }

  private String with(Function<MatchResult, String> values) {
    return FIELD.matcher(text).replaceAll(found -> Matcher.quoteReplacement(values.apply(found)));
  }

  private static String value(
      MatchResult found, Map<String, Meaning> meanings, Map<String, String> labels) {
    String name = found.group(1);
    String label = labels.getOrDefault(name, name);
    return switch (meanings.get(name)) {
      case null -> "(no " + label + ")";
      case Meaning.Words(var words) -> words;
      case Meaning.Supplied _, Meaning.Unclear _ -> "(" + label + " unclear)";
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Headline headline && text.equals(headline.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
