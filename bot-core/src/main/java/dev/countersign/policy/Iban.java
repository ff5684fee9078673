package dev.countersign.policy;

import static dev.countersign.policy.SensitiveShape.Proof.NONE;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// International bank account numbers (ISO 13616): as long as the country has them, with a checksum
/// that holds.
final class Iban {
  private static final Pattern COUNTRY = Pattern.compile("([A-Z]{2})([0-9]{2})");
  private static final int MOVED = 4;

  /// By the registry of SWIFT.
  private static final Map<String, Integer> LENGTHS =
      lengths(
          "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27"
              + " DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28"
              + " HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21"
              + " LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29"
              + " PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23"
              + " TN24 TR26 UA29 VA22 VG24 XK20 YE30");

  private Iban() {}

  /// Where the number ends that begins at `start`: words in capitals may follow it.
  static int end(String text, int start, int end) {
    int length = LENGTHS.getOrDefault(text.substring(start, start + 2), Integer.MAX_VALUE);
    StringBuilder signs = new StringBuilder();
    int at = start;
    while (at < end && signs.length() < length) {
      if (Character.isLetterOrDigit(text.charAt(at))) {
        signs.append(text.charAt(at));
      }
      at++;
    }
    boolean whole =
        signs.length() == length
            && (at == text.length() || !Character.isLetterOrDigit(text.charAt(at)));
    return whole && CheckDigits.mod97(signs.substring(MOVED) + signs.substring(0, MOVED))
        ? at
        : NONE;
  }

  private static Map<String, Integer> lengths(String table) {
    Map<String, Integer> lengths = new HashMap<>();
    COUNTRY
        .matcher(table)
        .results()
        .forEach(entry -> lengths.put(entry.group(1), Integer.valueOf(entry.group(2))));
    return Map.copyOf(lengths);
  }
}
