package dev.countersign.policy;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Times as a policy file spells them.
public final class Durations {
  private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,4})([mhd])");

  private static final Pattern SECONDS = Pattern.compile("([1-9][0-9]{0,4})([sm])");

  private Durations() {}

  /// `90m`, `4h` or `2d`, from [Sla#SHORTEST] to [Sla#LONGEST].
  static Duration duration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not spelled as expected");
    }
    long number = Long.parseLong(matcher.group(1));
    Duration duration =
        switch (matcher.group(2)) {
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        };
    if (duration.compareTo(Sla.SHORTEST) < 0 || duration.compareTo(Sla.LONGEST) > 0) {
      throw new IllegalArgumentException("outside the accepted durations");
    }
    return duration;
  }

  /// `20s` or `2m`, from [Rule#SHORTEST_READING] to [Rule#LONGEST_READING].
  static Duration reading(String text) {
    Matcher matcher = SECONDS.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not spelled as expected");
    }
    long number = Long.parseLong(matcher.group(1));
    Duration duration =
        matcher.group(2).equals("s") ? Duration.ofSeconds(number) : Duration.ofMinutes(number);
    if (duration.compareTo(Rule.SHORTEST_READING) < 0
        || duration.compareTo(Rule.LONGEST_READING) > 0) {
      throw new IllegalArgumentException("outside the accepted times to read");
    }
    return duration;
  }

  /// As a policy file spells it.
  public static String text(Duration duration) {
    if (duration.toSecondsPart() != 0) {
      return duration.toSeconds() + "s";
    }
    if (duration.toMinutes() % (24 * 60) == 0) {
      return duration.toDays() + "d";
    }
    return duration.toMinutes() % 60 == 0 ? duration.toHours() + "h" : duration.toMinutes() + "m";
  }
}
