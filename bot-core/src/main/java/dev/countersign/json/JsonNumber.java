package dev.countersign.json;

/// A JSON number inside the profile of `countersign-jcs-1`, kept as its canonical token: an integer
/// with a magnitude of at most 2^53-1, or a fraction that the shortest double representation
/// carries unchanged.
public record JsonNumber(String token) implements Json {

  /// The greatest magnitude of an integer: 2^53-1 (RFC 7493 section 2.2).
  public static final long MAX_INTEGER = (1L << 53) - 1;

  public static JsonNumber of(long number) {
    if (number > MAX_INTEGER || number < -MAX_INTEGER) {
      throw new IllegalArgumentException("outside the interoperable integers: " + number);
    }
    return new JsonNumber(Long.toString(number));
  }

  public boolean isInteger() {
    return token.chars().allMatch(c -> c == '-' || (c >= '0' && c <= '9'));
  }

  /// The value of an integer; throws [NumberFormatException] for a fraction.
  public long longValue() {
    return Long.parseLong(token);
  }

  public double doubleValue() {
    return Double.parseDouble(token);
  }
}
