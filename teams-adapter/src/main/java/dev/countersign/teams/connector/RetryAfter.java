package dev.countersign.teams.connector;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads `Retry-After`: seconds or a date (RFC 9110 section 10.2.3). What cannot be read counts as
/// not said.
final class RetryAfter {
  private static final String HEADER = "Retry-After";
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.RFC_1123_DATE_TIME.localizedBy(Locale.ROOT);

  private RetryAfter() {}

  /// Zero when the date has passed.
  static Optional<Duration> in(HttpHeaders headers, Instant now) {
    return headers.firstValue(HEADER).flatMap(text -> read(text.strip(), now));
  }

  private static Optional<Duration> read(String text, Instant now) {
    if (SECONDS.matcher(text).matches()) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Duration until = Duration.between(now, DATE.parse(text, Instant::from));
      return Optional.of(until.isNegative() ? Duration.ZERO : until);
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }
}
