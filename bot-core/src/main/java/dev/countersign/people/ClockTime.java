package dev.countersign.people;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A time of the day as a clock shows it, `09:00`; also `24:00`, the end of the day.
///
/// @param minutes after midnight, 0 to 1,440
public record ClockTime(int minutes) implements Comparable<ClockTime> {
  private static final Pattern SHAPE = Pattern.compile("([01][0-9]|2[0-4]):([0-5][0-9])");
  private static final int MINUTES_OF_AN_HOUR = 60;
  static final int MINUTES_OF_A_DAY = 24 * MINUTES_OF_AN_HOUR;

  public ClockTime {
    if (minutes < 0 || minutes > MINUTES_OF_A_DAY) {
      throw new IllegalArgumentException("not a time of the day");
    }
  }

  /// @throws IllegalArgumentException when it is not spelled so
  static ClockTime parse(String text) {
    Matcher parts = SHAPE.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not spelled as expected");
    }
    return new ClockTime(
        Integer.parseInt(parts.group(1)) * MINUTES_OF_AN_HOUR + Integer.parseInt(parts.group(2)));
  }

  long seconds() {
    return minutes * 60L;
  }

  @Override
  public int compareTo(ClockTime other) {
    return Integer.compare(minutes, other.minutes);
  }

  @Override
  public String toString() {
    return "%02d:%02d".formatted(minutes / MINUTES_OF_AN_HOUR, minutes % MINUTES_OF_AN_HOUR);
  }
}
