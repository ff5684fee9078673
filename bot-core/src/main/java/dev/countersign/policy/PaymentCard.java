package dev.countersign.policy;

/// Numbers of payment cards: of an issuer that there is, as long as that one has them, with a
/// checksum that holds. One in fifty numbers of sixteen digits is one by chance.
final class PaymentCard {
  private static final int FEWEST_DIGITS = 14;

  private PaymentCard() {}

  static boolean is(String digits) {
    return digits.length() >= FEWEST_DIGITS && isIssued(digits) && CheckDigits.luhn(digits);
  }

  private static boolean isIssued(String digits) {
    int length = digits.length();
    int four = Integer.parseInt(digits.substring(0, 4));
    int two = four / 100;
    int three = four / 10;
    boolean visa = two / 10 == 4 && (length == 16 || length == 19);
    boolean mastercard = length == 16 && ((two >= 51 && two <= 55) || isWithin(four, 2221, 2720));
    boolean amex = length == 15 && (two == 34 || two == 37);
    boolean discover =
        length >= 16 && (four == 6011 || isWithin(three, 644, 649) || two == 65 || two == 62);
    boolean diners =
        length == 14 && (isWithin(three, 300, 305) || two == 36 || two == 38 || two == 39);
    boolean jcb = length >= 16 && isWithin(four, 3528, 3589);
    return visa || mastercard || amex || discover || diners || jcb;
  }

  private static boolean isWithin(int number, int least, int most) {
    return number >= least && number <= most;
  }
}
