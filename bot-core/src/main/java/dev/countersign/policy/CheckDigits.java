package dev.countersign.policy;

/// The checksums of numbers that are given to people, over capital letters and ASCII digits without
/// separators.
final class CheckDigits {
  private static final String DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";
  private static final int DNI_LENGTH = 9;
  private static final int CODICE_FISCALE_LENGTH = 16;

  /// What a sign at an odd place counts in a codice fiscale: of `0` and `A`, `1` and `B`, and so
  /// on.
  private static final int[] ODD = {
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23
  };

  private static final int GERMAN_TAX_ID_LENGTH = 11;

  private CheckDigits() {}

  /// ISO/IEC 7812-1, annex B.
  static boolean luhn(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int weighed = i % 2 == 0 ? digit : 2 * digit;
      sum += weighed > 9 ? weighed - 9 : weighed;
    }
    return sum % 10 == 0;
  }

  /// ISO/IEC 7064, MOD 97-10, with letters as two digits each.
  static boolean mod97(String signs) {
    int rest = 0;
    for (int i = 0; i < signs.length(); i++) {
      int value = Character.digit(signs.charAt(i), Character.MAX_RADIX);
      rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
    }
    return rest == 1;
  }

  /// A DNI, or a NIE, whose first letter stands for a digit.
  static boolean dni(String signs) {
    if (signs.length() != DNI_LENGTH) {
      return false;
    }
    char first = signs.charAt(0);
    String digits = (first >= 'X' ? (char) ('0' + first - 'X') : first) + signs.substring(1, 8);
    return DNI_LETTERS.charAt(Integer.parseInt(digits) % DNI_LETTERS.length()) == signs.charAt(8);
  }

  static boolean codiceFiscale(String signs) {
    if (signs.length() != CODICE_FISCALE_LENGTH) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < CODICE_FISCALE_LENGTH - 1; i++) {
      char sign = signs.charAt(i);
      int value = sign <= '9' ? sign - '0' : sign - 'A';
      sum += i % 2 == 0 ? ODD[value] : value;
    }
    return signs.charAt(CODICE_FISCALE_LENGTH - 1) == 'A' + sum % ODD.length;
  }

  /// ISO/IEC 7064, MOD 11,10; among the first ten digits one stands twice or three times, and every
  /// other at most once.
  static boolean germanTaxId(String digits) {
    if (digits.length() != GERMAN_TAX_ID_LENGTH || digits.charAt(0) == '0') {
      return false;
    }
    int[] counts = new int[10];
    int product = 10;
    for (int i = 0; i < GERMAN_TAX_ID_LENGTH - 1; i++) {
      int digit = digits.charAt(i) - '0';
      counts[digit]++;
      int sum = (digit + product) % 10;
      product = 2 * (sum == 0 ? 10 : sum) % 11;
    }
    int check = (11 - product) % 10;
    return check == digits.charAt(GERMAN_TAX_ID_LENGTH - 1) - '0' && hasOneRepeated(counts);
  }

  private static boolean hasOneRepeated(int[] counts) {
    int repeated = 0;
    for (int count : counts) {
      if (count > 3) {
        return false;
      }
      repeated += count > 1 ? 1 : 0;
    }
    return repeated == 1;
  }
}
