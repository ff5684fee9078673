package dev.countersign.teams.settings;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The only places that ever get the bot's bearer. A service URL comes with each activity, so
/// without this list a caller would say where our token goes. Asked when an activity arrives, and
/// again before each send with a URL that was stored: the list may have become shorter since.
///
/// An address has one spelling here: the origin to the letter (lower case, no port but one that is
/// configured), then plain path segments. Whatever two parsers could read differently – user info,
/// query, fragment, percent signs, backslashes, dots, letters beyond ASCII – is refused, not
/// cleaned.
public final class ServiceUrls {
  /// In characters; longest known is below 120.
  static final int MAX_LENGTH = 300;

  private static final Pattern SPELLING =
      Pattern.compile(
          "(?<origin>https?://[^/?#@\\\\%]+)(?<path>(?:/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*)(?:/)?");

  private final Set<String> allowed;

  /// @param origins scheme, host and port
  public ServiceUrls(Set<URI> origins) {
    allowed = origins.stream().map(URI::toString).collect(Collectors.toUnmodifiableSet());
  }

  /// The address with a slash at its end, when it is exactly at an allowed origin.
  public Optional<URI> allow(@Nullable String serviceUrl) {
    if (serviceUrl == null || serviceUrl.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    Matcher spelling = SPELLING.matcher(serviceUrl);
    if (!spelling.matches() || !allowed.contains(spelling.group("origin"))) {
      return Optional.empty();
    }
    return Optional.of(URI.create(spelling.group("origin") + spelling.group("path") + "/"));
  }
}
