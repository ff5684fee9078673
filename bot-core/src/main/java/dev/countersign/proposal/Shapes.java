package dev.countersign.proposal;

import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonBoolean;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonNumber;
import dev.countersign.json.JsonObject;
import dev.countersign.json.JsonString;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The pieces that the shape of a proposal is put together from. Lengths count code points, as JSON
/// Schema does.
final class Shapes {
  private static final Pattern DATE_TIME =
      Pattern.compile(
          "[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?"
              + "(?:[Zz]|[+-][0-9]{2}:[0-9]{2})");

  private static final int LINE_SEPARATOR = 0x2028;
  private static final int PARAGRAPH_SEPARATOR = 0x2029;

  private Shapes() {}

  static Shape anything() {
    return (_, _) -> {};
  }

  static Shape text(int maxLength) {
    return text(0, maxLength);
  }

  static Shape text(int minLength, int maxLength) {
    return (value, at) -> textOf(value, at, minLength, maxLength);
  }

  /// Text that stays in one line wherever it is drawn: without line breaks and other control
  /// characters.
  static Shape line(int minLength, int maxLength) {
    return (value, at) -> {
      String text = textOf(value, at, minLength, maxLength);
      if (text != null && text.chars().anyMatch(Shapes::leavesItsLine)) {
        at.refuse(
            "not_one_line",
            "one line without line breaks and other control characters is expected");
      }
    };
  }

  private static boolean leavesItsLine(int unit) {
    return Character.isISOControl(unit) || unit == LINE_SEPARATOR || unit == PARAGRAPH_SEPARATOR;
  }

  /// Text that matches the pattern as a whole.
  static Shape pattern(String regex, int maxLength, String expected) {
    Pattern pattern = Pattern.compile(regex);
    return (value, at) -> {
      String text = textOf(value, at, 0, maxLength);
      if (text != null && !pattern.matcher(text).matches()) {
        at.refuse("pattern_mismatch", expected + " is expected");
      }
    };
  }

  static Shape oneOf(String... names) {
    List<String> allowed = List.of(names);
    return (value, at) -> {
      if (!(value instanceof JsonString(String text)) || !allowed.contains(text)) {
        at.refuse("not_allowed", "one of these is expected: " + String.join(", ", allowed));
      }
    };
  }

  static Shape bool() {
    return (value, at) -> {
      if (!(value instanceof JsonBoolean)) {
        at.refuse("wrong_type", "true or false is expected");
      }
    };
  }

  static Shape naturalNumber() {
    return (value, at) -> {
      if (!(value instanceof JsonNumber number) || !number.isInteger()) {
        at.refuse("wrong_type", "an integer is expected");
      } else if (number.longValue() < 0) {
        at.refuse("out_of_range", "at least 0 is expected");
      }
    };
  }

  static Shape betweenZeroAndOne() {
    return (value, at) -> {
      if (!(value instanceof JsonNumber number)) {
        at.refuse("wrong_type", "a number is expected");
      } else if (number.doubleValue() < 0 || number.doubleValue() > 1) {
        at.refuse("out_of_range", "a number between 0 and 1 is expected");
      }
    };
  }

  static Shape orNull(Shape shape) {
    return (value, at) -> {
      if (value != JsonNull.NULL) {
        shape.check(value, at);
      }
    };
  }

  /// An RFC 3339 date-time that Java's time line can hold: no leap second, at most nanoseconds.
  static Shape dateTime() {
    return (value, at) -> {
      if (!(value instanceof JsonString(String text))) {
        at.refuse("wrong_type", "a string is expected");
      } else if (instant(text).isEmpty()) {
        at.refuse("bad_date_time", "an RFC 3339 date-time with an offset is expected");
      }
    };
  }

  static Optional<Instant> instant(String text) {
    if (!DATE_TIME.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  static Shape listOf(int minItems, int maxItems, Shape item) {
    return (value, at) -> {
      if (!(value instanceof JsonArray(List<Json> items))) {
        at.refuse("wrong_type", "an array is expected");
      } else if (items.size() > maxItems) {
        at.refuse("too_many_items", "at most " + maxItems + " items are expected");
      } else if (items.size() < minItems) {
        at.refuse("too_few_items", "at least " + minItems + " items are expected");
      } else {
        for (int i = 0; i < items.size(); i++) {
          item.check(items.get(i), at.item(i));
        }
      }
    };
  }

  /// An object with names of the sender's choosing.
  static Shape mapOf(int maxMembers, Shape name, Shape member) {
    return (value, at) -> {
      if (!(value instanceof JsonObject object)) {
        at.refuse("wrong_type", "an object is expected");
      } else if (object.members().size() > maxMembers) {
        at.refuse("too_many_members", "at most " + maxMembers + " members are expected");
      } else {
        object
            .members()
            .forEach((key, item) -> {
              name.check(Json.of(key), at.member(key));
              member.check(item, at.member(key));
            });
      }
    };
  }

  private static @Nullable String textOf(Json value, Place at, int minLength, int maxLength) {
    if (!(value instanceof JsonString(String text))) {
      at.refuse("wrong_type", "a string is expected");
      return null;
    }
    // Code points are at most the code units and at least half of them: mostly there is nothing to
    // count.
    if (text.length() > maxLength && text.codePointCount(0, text.length()) > maxLength) {
      at.refuse("too_long", "at most " + maxLength + " characters are expected");
      return null;
    }
    if (text.codePointCount(0, text.length()) < minLength) {
      at.refuse("too_short", "at least " + minLength + " characters are expected");
      return null;
    }
    return text;
  }
}
