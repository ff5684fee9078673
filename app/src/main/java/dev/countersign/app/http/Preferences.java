package dev.countersign.app.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The `Prefer` header of RFC 7240, as far as it concerns us: `wait=N` in seconds. Preferences that
/// are unknown or make no sense are ignored, as section 2 asks; of several `wait`, the first counts.
final class Preferences {
  /// Below the sixty seconds after which common proxies give up.
  static final Duration LONGEST_WAIT = Duration.ofSeconds(55);

  private static final Pattern WAIT =
      Pattern.compile("wait\\s*=\\s*(\"?)([0-9]{1,9})\\1\\s*(?:;.*)?", Pattern.CASE_INSENSITIVE);

  private Preferences() {}

  /// @param headers all `Prefer` headers in order
  /// @return at most [#LONGEST_WAIT]
  static Optional<Duration> waiting(List<String> headers) {
    return headers.stream()
        .flatMap(header -> Pattern.compile(",").splitAsStream(header))
        .map(preference -> WAIT.matcher(preference.strip()))
        .filter(Matcher::matches)
        .findFirst()
        .map(wait -> Duration.ofSeconds(Long.parseLong(wait.group(2))))
        .map(wait -> wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait);
  }

  /// What `Preference-Applied` says.
  static String applied(Duration wait) {
    return "wait=" + wait.toSeconds();
  }
}
