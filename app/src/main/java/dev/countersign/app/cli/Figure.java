package dev.countersign.app.cli;

import java.time.Duration;
import java.util.Optional;

/// Numbers of a report as people read them.
final class Figure {
  static final int MEDIAN = 50;
  static final int P90 = 90;

  private static final int HUNDRED = 100;

  /// A time is told in the largest unit of which it has at least two.
  private static final int TWO = 2;

  private Figure() {}

  /// Whole percents, rounded half up; empty where there is nothing to have a share of.
  static Optional<Long> percent(long part, long whole) {
    return whole == 0
        ? Optional.empty()
        : Optional.of(Math.floorDiv(TWO * HUNDRED * part + whole, TWO * whole));
  }

  static long seconds(Duration time) {
    return time.plusMillis(500).toSeconds();
  }

  /// `90s`, `45m`, `30h` or `4d`.
  static String time(Duration time) {
    if (time.toDays() >= TWO) {
      return time.plusHours(12).toDays() + "d";
    }
    if (time.toHours() >= TWO) {
      return time.plusMinutes(30).toHours() + "h";
    }
    return time.toMinutes() >= TWO ? time.plusSeconds(30).toMinutes() + "m" : seconds(time) + "s";
  }
}
