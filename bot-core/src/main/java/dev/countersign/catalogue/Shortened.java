package dev.countersign.catalogue;

/// The beginning of a text that stands whole elsewhere.
public final class Shortened {
  private Shortened() {}

  /// @param most UTF-16 code units that are kept, one fewer where that would cut a letter in two
  public static String to(int most, String text) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end) + "…";
  }
}
