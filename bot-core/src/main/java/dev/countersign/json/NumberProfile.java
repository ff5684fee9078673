package dev.countersign.json;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/// Which number tokens are accepted, and their one spelling (ECMAScript `Number::toString`, as RFC
/// 8785 section 3.2.2.3 asks).
final class NumberProfile {
  static final int MAX_TOKEN_CHARACTERS = 40;
  static final int MAX_EXPONENT = 30;

  private static final int MAX_INTEGER_DIGITS = 16;
  private static final BigDecimal MAX_INTEGER = BigDecimal.valueOf(JsonNumber.MAX_INTEGER);
  // Possessive and anchored by matches(): one pass, no backtracking; and it only sees 40
  // characters.
  private static final Pattern GRAMMAR =
      Pattern.compile("-?+(?:0|[1-9][0-9]*+)(?:\\.[0-9]++)?+(?:[eE][+-]?+([0-9]++))?+");

  private NumberProfile() {}

  /// @param offset where the token starts, for the refusal
  static String canonical(String token, int offset) {
    return isPlainInteger(token) ? integer(token, offset) : decimal(token, offset);
  }

  static boolean isPlainInteger(String token) {
    int start = token.startsWith("-") ? 1 : 0;
    for (int i = start; i < token.length(); i++) {
      if (token.charAt(i) < '0' || token.charAt(i) > '9') {
        return false;
      }
    }
    return token.length() > start;
  }

  private static String integer(String token, int offset) {
    boolean negative = token.charAt(0) == '-';
    int digits = negative ? token.length() - 1 : token.length();
    if (digits > 1 && token.charAt(negative ? 1 : 0) == '0') {
      throw malformed(offset);
    }
    if (digits > MAX_INTEGER_DIGITS || Math.abs(Long.parseLong(token)) > JsonNumber.MAX_INTEGER) {
      throw beyondIntegers(offset);
    }
    return token.equals("-0") ? "0" : token;
  }

  private static String decimal(String token, int offset) {
    if (token.length() > MAX_TOKEN_CHARACTERS) {
      throw bad(offset, "a number has at most " + MAX_TOKEN_CHARACTERS + " characters");
    }
    var shape = GRAMMAR.matcher(token);
    if (!shape.matches()) {
      throw malformed(offset);
    }
    String exponent = shape.group(1);
    if (exponent != null && exceeds(exponent, MAX_EXPONENT)) {
      throw bad(offset, "an exponent is between -" + MAX_EXPONENT + " and " + MAX_EXPONENT);
    }
    BigDecimal value = new BigDecimal(token).stripTrailingZeros();
    if (value.scale() <= 0) {
      if (value.abs().compareTo(MAX_INTEGER) > 0) {
        throw beyondIntegers(offset);
      }
      return value.toPlainString();
    }
    if (value.compareTo(new BigDecimal(Double.toString(value.doubleValue()))) != 0) {
      throw bad(offset, "a double cannot carry this fraction unchanged; send it as a string");
    }
    return fraction(value);
  }

  /// `value` is its own shortest double representation, without trailing zeros, and not an integer.
  private static String fraction(BigDecimal value) {
    String digits = value.unscaledValue().abs().toString();
    int point = digits.length() - value.scale();
    String magnitude;
    if (point > 0) {
      magnitude = digits.substring(0, point) + "." + digits.substring(point);
    } else if (point > -6) {
      magnitude = "0." + "0".repeat(-point) + digits;
    } else {
      String tail = digits.length() == 1 ? "" : "." + digits.substring(1);
      magnitude = digits.charAt(0) + tail + "e" + (point - 1);
    }
    return value.signum() < 0 ? "-" + magnitude : magnitude;
  }

  private static boolean exceeds(String digits, int limit) {
    int number = 0;
    for (int i = 0; i < digits.length(); i++) {
      number = number * 10 + (digits.charAt(i) - '0');
      if (number > limit) {
        return true;
      }
    }
    return false;
  }

  private static JsonRefusedException malformed(int offset) {
    return new JsonRefusedException(
        JsonRefusal.MALFORMED_JSON, offset, "a number is not spelled as JSON spells numbers");
  }

  private static JsonRefusedException beyondIntegers(int offset) {
    return bad(
        offset, "an integer has a magnitude of at most 2^53-1; send a larger one as a string");
  }

  private static JsonRefusedException bad(int offset, String detail) {
    return new JsonRefusedException(JsonRefusal.BAD_NUMBER, offset, detail);
  }
}
