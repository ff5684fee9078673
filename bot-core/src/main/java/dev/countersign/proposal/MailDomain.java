package dev.countersign.proposal;

import java.net.IDN;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The domain of a mail address in the one spelling that everybody arrives at.
public final class MailDomain {
  private static final int MAX_CHARS = 253;
  private static final Pattern SHAPE =
      Pattern.compile(
          "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*+");

  private MailDomain() {}

  /// Lower case, with international labels as `xn--` ones; empty when it is not a domain, or when
  /// the mapping would change it: `ß` and full-width letters arrive at different domains depending
  /// on who maps them.
  public static Optional<String> ascii(String domain) {
    String lower = domain.toLowerCase(Locale.ROOT);
    if (lower.isEmpty() || lower.length() > MAX_CHARS) {
      return Optional.empty();
    }
    try {
      String ascii = IDN.toASCII(lower, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
      boolean unchanged = ascii.equals(lower) || IDN.toUnicode(ascii).equals(lower);
      return Optional.of(ascii)
          .filter(d -> unchanged && d.length() <= MAX_CHARS && SHAPE.matcher(d).matches());
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
