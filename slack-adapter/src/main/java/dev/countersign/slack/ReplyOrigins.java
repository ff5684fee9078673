package dev.countersign.slack;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The only places that an answer is ever posted to. A `response_url` comes with the callback, so
/// without this list it would send our server wherever it says.
final class ReplyOrigins {
  private static final int MAX_LENGTH = 500;

  private final Set<String> allowed;

  ReplyOrigins(Set<URI> origins) {
    allowed = origins.stream().map(ReplyOrigins::origin).collect(Collectors.toUnmodifiableSet());
  }

  /// The address, when it is exactly at an allowed origin and holds nothing but a path.
  Optional<URI> allow(@Nullable String responseUrl) {
    if (responseUrl == null || responseUrl.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(responseUrl);
      boolean plain =
          uri.getHost() != null
              && uri.getRawUserInfo() == null
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null;
      return plain && allowed.contains(origin(uri)) ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
  }

  private static String origin(URI uri) {
    return uri.getScheme() + "://" + uri.getHost() + ":" + uri.getPort();
  }
}
