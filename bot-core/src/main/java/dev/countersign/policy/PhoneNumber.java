package dev.countersign.policy;

import static dev.countersign.policy.SensitiveShape.Proof.NONE;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Phone numbers in international form (ITU-T E.164): `+`, a calling code that there is, at most 15
/// digits in all. National forms look like any other number.
final class PhoneNumber {
  private static final String CALLING_CODE =
      "1|7|20|27|2[1-69][0-9]|3[0-469]|3[578][0-9]|4[013-9]|42[0-9]|5[1-8]|5[09][0-9]|6[0-6]"
          + "|6[7-9][0-9]|8[1246]|8[058][0-9]|9[0-58]|9[67][0-9]|99[2-8]";

  /// What stands before the first separator is a calling code alone, or with more of the number.
  private static final Pattern BEGINNING =
      Pattern.compile("\\+(?:(?:" + CALLING_CODE + ")(?![0-9])|(?:" + CALLING_CODE + ")[0-9]{2,})");

  private static final String NORTH_AMERICA = "+1";
  private static final int NORTH_AMERICAN_DIGITS = 11;
  private static final int FEWEST_IN_ONE_PIECE = 10;
  private static final int FEWEST = 8;
  private static final String ROUND = "000000";

  private PhoneNumber() {}

  /// Where the number ends that begins at `start`: those of North America are of one length, and
  /// other numbers may follow them.
  static int end(String text, int start, int end) {
    int most = text.startsWith(NORTH_AMERICA, start) ? NORTH_AMERICAN_DIGITS : Integer.MAX_VALUE;
    StringBuilder digits = new StringBuilder();
    int at = start + 1;
    while (at < end && digits.length() < most) {
      if (Character.isDigit(text.charAt(at))) {
        digits.append(text.charAt(at));
      }
      at++;
    }
    boolean inOnePiece = at - start - 1 == digits.length();
    boolean goesOn = at < text.length() && Character.isDigit(text.charAt(at));
    Matcher beginning = BEGINNING.matcher(text).region(start, at);
    return !goesOn
            && beginning.lookingAt()
            && (most == Integer.MAX_VALUE || isNorthAmerican(digits))
            && digits.length() >= (inOnePiece ? FEWEST_IN_ONE_PIECE : FEWEST)
            && !digits.toString().endsWith(ROUND)
        ? at
        : NONE;
  }

  private static boolean isNorthAmerican(CharSequence digits) {
    return digits.length() == NORTH_AMERICAN_DIGITS
        && digits.charAt(1) >= '2'
        && digits.charAt(4) >= '2';
  }
}
