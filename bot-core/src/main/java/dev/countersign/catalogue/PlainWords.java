package dev.countersign.catalogue;

import java.util.regex.Pattern;

/// Words of a catalogue that stand on cards as the service's own: letters, digits, blanks and a few
/// signs that no chat takes for markup, a link or a mention.
public final class PlainWords {
  /// Characters of one text.
  public static final int MOST = 60;

  private static final Pattern ALLOWED =
      Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N} ,'’()+%€$£–-]*");

  private PlainWords() {}

  public static boolean are(String text) {
    return text.length() <= MOST && ALLOWED.matcher(text).matches() && !text.endsWith(" ");
  }

  /// @throws IllegalArgumentException if the text has something else in it
  public static String require(String text) {
    if (!are(text)) {
      throw new IllegalArgumentException("not plain words");
    }
    return text;
  }
}
