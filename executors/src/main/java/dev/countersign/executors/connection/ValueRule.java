package dev.countersign.executors.connection;

import com.google.re2j.Pattern;
import dev.countersign.json.Json;
import dev.countersign.json.JsonBoolean;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonRefusedException;
import dev.countersign.json.JsonString;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What a field of a record may hold. Each value has one text, in which it is handed to the
/// database and compared there.
public sealed interface ValueRule {
  /// Years that every database writes alike.
  int MAX_YEAR = 9999;

  /// The text of a value of this type, whether or not it may be written; empty for a value of
  /// another type.
  Optional<String> text(Json value);

  /// The value that a column holds, in the spelling of [#text].
  ///
  /// @param read as the gate asks for it: a day or a moment by ISO 8601, in UTC
  /// @return empty where no value of this type says the same
  default Optional<Json> read(String read) {
    return text(Json.of(read)).map(Json::of);
  }

  /// Whether a value of this type may be written.
  ///
  /// @param text as [#text] gives it
  default boolean allows(String text) {
    return true;
  }

  /// What may be written, for the agent's developer: what follows "this must be".
  String expected();

  /// @param oneOf the only ones; empty for any
  /// @param pattern what the whole text must match, read in linear time (RE2)
  /// @param longest in characters
  record Text(Set<String> oneOf, Optional<Pattern> pattern, int longest) implements ValueRule {
    static final int MAX_CHARS = 65_536;
    static final int USUAL_CHARS = 1_000;

    public Text {
      oneOf = Set.copyOf(oneOf);
    }

    @Override
    public Optional<String> text(Json value) {
      return value instanceof JsonString(String text) ? Optional.of(text) : Optional.empty();
    }

    @Override
    public boolean allows(String text) {
      return text.codePointCount(0, text.length()) <= longest
          && (oneOf.isEmpty() || oneOf.contains(text))
          && pattern.stream().allMatch(each -> each.matches(text));
    }

    @Override
    public String expected() {
      return "a text of at most "
          + longest
          + " characters"
          + (oneOf.isEmpty() ? "" : ", one of those listed for the field")
          + (pattern.isEmpty() ? "" : ", of the pattern of the field");
    }
  }

  /// @param digits behind the point at most
  record Numeric(Optional<BigDecimal> least, Optional<BigDecimal> most, int digits)
      implements ValueRule {
    static final int MAX_DIGITS = 15;

    /// Before and behind the point, of what a column holds: more than JSON carries unchanged.
    private static final int MAX_HELD_DIGITS = 400;

    @Override
    public Optional<String> text(Json value) {
      return value instanceof JsonNumber(String token)
          ? Optional.of(new BigDecimal(token).toPlainString())
          : Optional.empty();
    }

    /// Not of a number that JSON would round.
    @Override
    public Optional<Json> read(String read) {
      try {
        var held = new BigDecimal(read);
        if (held.precision() > MAX_HELD_DIGITS || Math.abs((long) held.scale()) > MAX_HELD_DIGITS) {
          return Optional.empty(); // whose plain spelling a database could make as long as it likes
        }
        var number = new JsonNumber(held.stripTrailingZeros().toPlainString());
        return new BigDecimal(number.token()).compareTo(held) == 0
            ? Optional.of(number)
            : Optional.empty();
      } catch (NumberFormatException | JsonRefusedException notOne) {
        return Optional.empty();
      }
    }

    @Override
    public boolean allows(String text) {
      var number = new BigDecimal(text);
      return number.stripTrailingZeros().scale() <= digits
          && least.stream().allMatch(bound -> number.compareTo(bound) >= 0)
          && most.stream().allMatch(bound -> number.compareTo(bound) <= 0);
    }

    @Override
    public String expected() {
      return (digits == 0 ? "a whole number" : "a number of at most " + digits + " decimal places")
          + least.map(bound -> ", at least " + bound.toPlainString()).orElse("")
          + most.map(bound -> ", at most " + bound.toPlainString()).orElse("");
    }
  }

  record Truth() implements ValueRule {
    @Override
    public Optional<String> text(Json value) {
      return value instanceof JsonBoolean truth
          ? Optional.of(Boolean.toString(truth.value()))
          : Optional.empty();
    }

    @Override
    public Optional<Json> read(String read) {
      return read.equalsIgnoreCase("true")
          ? Optional.of(JsonBoolean.TRUE)
          : read.equalsIgnoreCase("false") ? Optional.of(JsonBoolean.FALSE) : Optional.empty();
    }

    @Override
    public String expected() {
      return "true or false";
    }
  }

  record Day() implements ValueRule {
    @Override
    public Optional<String> text(Json value) {
      return parsed(value, LocalDate::parse)
          .filter(day -> day.getYear() >= 1 && day.getYear() <= MAX_YEAR)
          .map(LocalDate::toString);
    }

    @Override
    public String expected() {
      return "a day such as 2026-11-30";
    }
  }

  /// To the microsecond, which is what databases keep.
  record Moment() implements ValueRule {
    @Override
    public Optional<String> text(Json value) {
      return parsed(value, OffsetDateTime::parse)
          .filter(moment -> moment.getYear() > 1 && moment.getYear() < MAX_YEAR)
          .filter(moment -> moment.equals(moment.truncatedTo(ChronoUnit.MICROS)))
          .map(moment -> moment.toInstant().toString());
    }

    @Override
    public String expected() {
      return "a moment of RFC 3339 to the microsecond, such as 2026-11-30T12:00:00Z";
    }
  }

  private static <T> Optional<T> parsed(Json value, Function<String, T> parse) {
    try {
      return value instanceof JsonString(String text)
          ? Optional.of(parse.apply(text))
          : Optional.empty();
    } catch (DateTimeException notOne) {
      return Optional.empty();
    }
  }
}
