package dev.countersign.proposal;

import dev.countersign.json.JsonString;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/// Addresses in a body. Whatever two parsers could read differently is refused: a policy, a card
/// and an executor must see the same destination.
final class Urls {
  private static final int MAX_PORT = 65_535;
  private static final Pattern DOT_SEGMENT =
      Pattern.compile("(?:/|%2f|%5c)(?:\\.|%2e){1,2}(?:/|%2f|%5c|;|$)", Pattern.CASE_INSENSITIVE);

  private Urls() {}

  /// Where an `api_call` goes: absolute http(s) with a host, without userinfo, fragment or dot
  /// segments.
  static Shape destination(int maxLength) {
    return Shapes.text(maxLength).and(checked(Urls::whyNotADestination));
  }

  /// A page for a reviewer to open: as a destination, but it may point inside a page.
  static Shape page(int maxLength) {
    return Shapes.text(maxLength).and(checked(Urls::whyNotAPage));
  }

  /// Any absolute URI.
  static Shape reference() {
    return Shapes.text(Integer.MAX_VALUE)
        .and(checked(text -> parse(text).isPresent() ? "" : "an absolute URI is expected"));
  }

  private interface Objection {
    /// A sentence, empty when there is none.
    String to(String text);
  }

  private static Shape checked(Objection objection) {
    return (value, at) -> {
      if (value instanceof JsonString(String text)) {
        String detail = objection.to(text);
        if (!detail.isEmpty()) {
          at.refuse("bad_url", detail);
        }
      }
    };
  }

  private static String whyNotADestination(String text) {
    String detail = whyNotAPage(text);
    if (!detail.isEmpty()) {
      return detail;
    }
    if (text.indexOf('#') >= 0) {
      return "a destination has no fragment";
    }
    if (URI.create(text).getHost().endsWith(".")) {
      return "a host has no dot at its end";
    }
    return DOT_SEGMENT.matcher(pathOf(text)).find() ? "a path has no dot segments" : "";
  }

  private static String whyNotAPage(String text) {
    Optional<URI> parsed = parse(text);
    if (parsed.isEmpty() || !(text.startsWith("https://") || text.startsWith("http://"))) {
      return "an absolute http or https URL is expected";
    }
    URI uri = parsed.get();
    if (uri.getRawUserInfo() != null || authorityOf(uri).contains("@")) {
      return "a URL carries no user or password";
    }
    if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
      return "a URL names a host, and a port between 1 and 65535 if any";
    }
    return "";
  }

  private static Optional<URI> parse(String text) {
    // RFC 3986 is ASCII; the platform's parser would let other characters through.
    if (!text.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new URI(text)).filter(URI::isAbsolute);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static String authorityOf(URI uri) {
    return Optional.ofNullable(uri.getRawAuthority()).orElse("");
  }

  private static String pathOf(String text) {
    return Optional.ofNullable(URI.create(text).getRawPath()).orElse("");
  }
}
