package dev.countersign.catalogue;

import dev.countersign.catalogue.Reading.Meaning;
import dev.countersign.json.Json;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonString;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Currency;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// An amount of money (ISO 4217).
///
/// @param unit what the number counts
/// @param fixed the currency, where it is always the same
/// @param named otherwise the place of its code, in any case
public record MoneyDecoding(Unit unit, Optional<Currency> fixed, Optional<String> named)
    implements Decoding {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,18}(?:\\.[0-9]{1,6})?");

  /// What a number of money counts. The names are those of the file.
  public enum Unit {
    /// Cents, of a currency that has them.
    MINOR,
    MAJOR
  }

  @Override
  public Meaning of(Bytes bytes, Json value) {
    return number(value)
        .flatMap(number -> currency(bytes).flatMap(currency -> amount(number, currency)))
        .<Meaning>map(Meaning.Words::new)
        .orElseGet(() -> Meaning.unclear(value));
  }

  private static Optional<BigDecimal> number(Json value) {
    String text =
        switch (value) {
          case JsonNumber(var token) -> token;
          case JsonString(var string) -> string;
          default -> "";
        };
    return NUMBER.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
  }

  private Optional<Currency> currency(Bytes bytes) {
    return fixed.or(() ->
        named
            .flatMap(bytes::at)
            .flatMap(
                code -> code instanceof JsonString(var text) ? parse(text) : Optional.empty()));
  }

  /// A code of ISO 4217 that money is counted in; empty for any other text.
  public static Optional<Currency> parse(String code) {
    try {
      return Optional.of(Currency.getInstance(code.toUpperCase(Locale.ROOT)))
          .filter(currency -> currency.getDefaultFractionDigits() >= 0);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// Empty for a part of the smallest coin: it is not what the catalogue takes it for.
  private Optional<String> amount(BigDecimal number, Currency currency) {
    int digits = currency.getDefaultFractionDigits();
    BigDecimal amount = unit == Unit.MINOR ? number.movePointLeft(digits) : number;
    if (amount.stripTrailingZeros().scale() > digits) {
      return Optional.empty();
    }
    DecimalFormat format =
        new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT));
    format.setMinimumFractionDigits(digits);
    format.setMaximumFractionDigits(digits);
    return Optional.of(currency.getCurrencyCode() + " " + format.format(amount));
  }
}
