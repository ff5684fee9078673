package dev.countersign.policy;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.text.UnicodeSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The plain letters and digits of characters that are drawn as such ones, where neither
/// normalisation nor a skeleton leads to them: small capitals, letters with strokes and hooks,
/// letters and numbers in circles, squares and brackets. Learnt from their Unicode names, which
/// never change.
final class PlainForms {
  /// Where such characters are.
  private static final UnicodeSet FORMS =
      new UnicodeSet(
              "[[:Script=Latin:][:Block=Enclosed_Alphanumerics:]"
                  + "[:Block=Enclosed_Alphanumeric_Supplement:][:Block=Dingbats:]]")
          .freeze();

  /// Not letters that are turned, reversed or upside down: they read as others or as none.
  private static final Pattern LETTER =
      Pattern.compile(
          ".*\\bLETTER (?:SMALL CAPITAL |SMALL |CAPITAL"
              + " )?(?:(?:DOTLESS|LONG|SCRIPT|INSULAR|TAILLESS|BARRED|BLACKLETTER|STRETCHED|VISIGOTHIC)"
              + " )?([A-Z])(?: WITH .*| BAR)?");

  private static final Pattern WORD = Pattern.compile("(?:NEGATIVE )?SQUARED ([A-Z]{2,4})");

  /// Those that look like more than their names say, and the heads of groups that look alike.
  private static final Map<Integer, String> NAMED_OTHERWISE =
      Map.of(
          0x138, "k", // ĸ, with κ, к and ᴋ
          0x28d, "m", // ʍ, with м and ᴍ
          0x3c0, "n", // π, with п
          0xa792, "E", // Ꞓ, with Є
          0xa793, "e", // ꞓ, with ε and є
          0x66a, "%", // the Arabic percent sign
          0x1f4b2, "$"); // the emoji of the dollar sign

  private static final Map<Integer, String> BY_CODE_POINT = learnt();

  private PlainForms() {}

  /// The letter, digits or word that a character is a form of.
  static Optional<String> of(int codePoint) {
    return Optional.ofNullable(BY_CODE_POINT.get(codePoint));
  }

  private static Map<Integer, String> learnt() {
    Map<Integer, String> plain = new HashMap<>();
    for (String form : FORMS) {
      int codePoint = form.codePointAt(0);
      byName(codePoint).ifPresent(spelling -> plain.put(codePoint, spelling));
    }
    plain.putAll(NAMED_OTHERWISE);
    return Map.copyOf(plain);
  }

  private static Optional<String> byName(int codePoint) {
    String name = UCharacter.getName(codePoint);
    if (codePoint < 0x80 || name == null) {
      return Optional.empty();
    }
    Matcher letter = LETTER.matcher(name);
    if (letter.matches()) {
      return Optional.of(cased(letter.group(1), name));
    }
    Matcher word = WORD.matcher(name);
    if (word.matches()) {
      return Optional.of(word.group(1));
    }
    double number = UCharacter.getUnicodeNumericValue(codePoint);
    return number >= 0
            && number == Math.rint(number)
            && !Character.isLetter(codePoint)
            && !name.contains("ROMAN")
        ? Optional.of(Integer.toString((int) number))
        : Optional.empty();
  }

  private static String cased(String letter, String name) {
    return name.contains("CAPITAL ") && !name.contains("SMALL CAPITAL")
        ? letter
        : Character.toString(letter.charAt(0) | 0x20);
  }
}
