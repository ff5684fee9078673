package dev.countersign.linking;

import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/// Codes as people read and type them: 8 of 30 letters and digits, in two halves. Those that look
/// like others are left out.
final class CodeSpelling {
  static final int LENGTH = 8;
  static final String ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

  private CodeSpelling() {}

  /// @param random unpredictable in a deployment
  static String fresh(RandomGenerator random) {
    return random
        .ints(LENGTH, 0, ALPHABET.length())
        .mapToObj(index -> String.valueOf(ALPHABET.charAt(index)))
        .collect(Collectors.joining());
  }

  /// `7KQ2-M9XD`.
  static String shown(String code) {
    return code.substring(0, LENGTH / 2) + "-" + code.substring(LENGTH / 2);
  }

  /// The code that was meant by what somebody typed. What cannot be one stays no code: it is tried,
  /// and counted, like any other.
  static String meant(String typed) {
    String plain = typed.replace("-", "").toUpperCase(Locale.ROOT);
    boolean possible =
        plain.length() == LENGTH && plain.chars().allMatch(one -> ALPHABET.indexOf(one) >= 0);
    return possible ? plain : "";
  }
}
