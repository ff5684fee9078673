package dev.countersign.json;

/// A JSON number inside the profile of `countersign-jcs-1`, kept as its canonical token: an integer
/// with a magnitude of at most 2^53-1, or a fraction that the shortest double representation
/// carries unchanged.
///
/// Other spellings of such a number become the canonical one (`1.0` and `1e0` are `1`, `-0` is
/// `0`); a number outside the profile throws [JsonRefusedException].
public record JsonNumber(String token) implements Json {

  /// The greatest magnitude of an integer: 2^53-1 (RFC 7493 section 2.2).
  public static final long MAX_INTEGER = (1L << 53) - 1;

  public JsonNumber {
    token = NumberProfile.canonical(token, 0);
  }

  public static JsonNumber of(long number) {
    return new JsonNumber(Long.toString(number));
  }

  public boolean isInteger() {
    return NumberProfile.isPlainInteger(token);
  }

  /// The value of an integer; throws [NumberFormatException] for a fraction.
  public long longValue() {
    return Long.parseLong(token);
  }

  public double doubleValue() {
    return Double.parseDouble(token);
  }
}
