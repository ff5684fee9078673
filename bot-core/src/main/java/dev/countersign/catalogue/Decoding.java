package dev.countersign.catalogue;

import dev.countersign.catalogue.Reading.Meaning;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonBoolean;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonString;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// How a coded value reads.
public sealed interface Decoding {

  /// @param bytes of the whole action, for what the value's meaning depends on
  /// @param value what stands at the field's place
  Meaning of(Bytes bytes, Json value);

  /// Whether the meaning is in the gate's own words, so that it may stand in a headline.
  default boolean isInWords() {
    return true;
  }

  /// A name or number that means itself.
  record Text() implements Decoding {
    @Override
    public Meaning of(Bytes bytes, Json value) {
      return switch (value) {
        case JsonString(var text) -> new Meaning.Supplied(text);
        case JsonNumber(var token) -> new Meaning.Supplied(token);
        case JsonBoolean _ -> new Meaning.Supplied(CanonicalJson.text(value));
        default -> new Meaning.Unclear(CanonicalJson.text(value));
      };
    }

    @Override
    public boolean isInWords() {
      return false;
    }
  }

  /// An amount of money (ISO 4217).
  ///
  /// @param unit what the number counts
  /// @param fixed the currency, where it is always the same
  /// @param named otherwise the place of its code, in any case
  record Money(Unit unit, Optional<Currency> fixed, Optional<String> named) implements Decoding {
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
          .orElseGet(() -> unclear(value));
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

  /// A day or a moment.
  record Time(Unit unit) implements Decoding {
    private static final DateTimeFormatter UTC =
        DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    /// The years that a moment may lie in; any other is a number of something else.
    private static final Instant FIRST = Instant.parse("1900-01-01T00:00:00Z");

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    /// How it is written. The names are those of the file.
    public enum Unit {
      /// A day or a date-time with its offset (RFC 3339).
      ISO,
      /// Since 1970 in UTC.
      SECONDS,
      MILLISECONDS
    }

    @Override
    public Meaning of(Bytes bytes, Json value) {
      return text(value).<Meaning>map(Meaning.Words::new).orElseGet(() -> unclear(value));
    }

    private Optional<String> text(Json value) {
      try {
        return switch (value) {
          case JsonString(var text) when unit == Unit.ISO && text.length() == 10 ->
              Optional.of(LocalDate.parse(text).toString());
          case JsonString(var text) when unit == Unit.ISO ->
              moment(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from));
          case JsonNumber number when number.isInteger() && unit == Unit.SECONDS ->
              moment(Instant.ofEpochSecond(number.longValue()));
          case JsonNumber number when number.isInteger() && unit == Unit.MILLISECONDS ->
              moment(Instant.ofEpochMilli(number.longValue()));
          default -> Optional.empty();
        };
      } catch (DateTimeException e) {
        return Optional.empty();
      }
    }

    private static Optional<String> moment(Instant at) {
      return at.isBefore(FIRST) || at.isAfter(LAST)
          ? Optional.empty()
          : Optional.of(UTC.format(at));
    }
  }

  /// One of a few codes, each with the operator's words for it.
  record Coded(Map<String, String> words) implements Decoding {
    public Coded {
      words = Map.copyOf(words);
    }

    @Override
    public Meaning of(Bytes bytes, Json value) {
      String code = value instanceof JsonString(var text) ? text : CanonicalJson.text(value);
      String found = words.get(code);
      return found == null ? unclear(value) : new Meaning.Words(found);
    }
  }

  private static Meaning unclear(Json value) {
    return new Meaning.Unclear(
        value instanceof JsonString(var text) ? text : CanonicalJson.text(value));
  }
}
