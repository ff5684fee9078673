package dev.countersign.policy;

import dev.countersign.json.JsonForm;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Times as a policy file spells them.
public final class Durations {
  private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,4})([mhd])");

  private static final Pattern SECONDS = Pattern.compile("([1-9][0-9]{0,4})([sm])");

  private Durations() {}

  /// `90m`, `4h` or `2d`, from [Sla#SHORTEST] to [Sla#LONGEST].
  ///
  /// @throws IllegalArgumentException for anything else
  public static Duration duration(String text) {
    Duration duration = anyDuration(text);
    if (duration.compareTo(Sla.SHORTEST) < 0 || duration.compareTo(Sla.LONGEST) > 0) {
      throw new IllegalArgumentException("outside the accepted durations");
    }
    return duration;
  }

  /// As [#duration], of any length that five digits can say.
  ///
  /// @throws IllegalArgumentException for anything else
  public static Duration anyDuration(String text) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not spelled as expected");
    }
    long number = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  /// One member of a policy file.
  static Optional<Duration> in(JsonForm form, String name) {
    return form.parsed(
        name,
        Durations::duration,
        "bad_duration",
        "A whole number of minutes, hours or days is expected, such as 90m, 4h or 2d: 1m to 30d.");
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
