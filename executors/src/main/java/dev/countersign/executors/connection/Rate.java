package dev.countersign.executors.connection;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// At most `sends` in any window of length `per`; spelled `20/h`, with `s`, `m`, `h` or `d`.
///
/// @param sends 1..[#MAX_SENDS]
public record Rate(int sends, Duration per) {
  public static final int MAX_SENDS = 10_000;

  private static final Pattern SHAPE = Pattern.compile("([1-9][0-9]{0,4})/([smhd])");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "s", Duration.ofSeconds(1),
          "m", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  public Rate {
    if (sends < 1 || sends > MAX_SENDS || !per.isPositive()) {
      throw new IllegalArgumentException("not a rate");
    }
  }

  public static Optional<Rate> parse(String text) {
    Matcher parts = SHAPE.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    int sends = Integer.parseInt(parts.group(1));
    Duration per = UNITS.get(parts.group(2));
    return sends > MAX_SENDS || per == null ? Optional.empty() : Optional.of(new Rate(sends, per));
  }
}
