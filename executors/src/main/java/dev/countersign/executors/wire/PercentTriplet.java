package dev.countersign.executors.wire;

/// `%` and two hexadecimal digits (RFC 3986 section 2.1).
public final class PercentTriplet {
  private PercentTriplet() {}

  /// The value 0..255 of the triplet that starts at `index`, or -1 when none does.
  public static int at(String text, int index) {
    if (index + 2 >= text.length() || text.charAt(index) != '%') {
      return -1;
    }
    int high = hex(text.charAt(index + 1));
    int low = hex(text.charAt(index + 2));
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }

  /// ASCII only: [Character#digit] would also take digits of other scripts.
  private static int hex(char c) {
    return c < 128 ? Character.digit(c, 16) : -1;
  }
}
