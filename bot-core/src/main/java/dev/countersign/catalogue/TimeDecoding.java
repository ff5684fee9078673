package dev.countersign.catalogue;

import dev.countersign.catalogue.Reading.Meaning;
import dev.countersign.json.Json;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonString;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// A day or a moment.
public record TimeDecoding(Unit unit) implements Decoding {
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
    return text(value).<Meaning>map(Meaning.Words::new).orElseGet(() -> Meaning.unclear(value));
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
    return at.isBefore(FIRST) || at.isAfter(LAST) ? Optional.empty() : Optional.of(UTC.format(at));
  }
}
