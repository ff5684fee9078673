package dev.countersign.executors.wire;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An absolute `http` or `https` URL in its one unambiguous spelling: lower-case scheme and host,
/// no userinfo, no fragment, a port without leading zeros, a [UrlPath], an optional query of RFC
/// 3986 characters and brackets, which stand bare in the names that many interfaces have.
///
/// Our own reading, because two parsers that differ about a URL are how an allow-list is walked
/// around.
///
/// @param host as written, an IPv6 literal in brackets
/// @param port the effective one
/// @param target path and query as they go into the request line
/// @param query what stands behind the question mark; empty when there is none
public record StrictUrl(
    String scheme, String host, int port, UrlPath path, String target, String query) {
  static final int MAX_CHARS = 4096;

  private static final Pattern SHAPE =
      Pattern.compile(
          "(https?)://([a-z0-9.-]+|\\[[0-9a-f:.]+])(?::([1-9][0-9]{0,4}))?(/[^?#]*)?(\\?[^#]*)?");
  private static final String QUERY =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/?[]";

  public static Optional<StrictUrl> parse(String text) {
    Matcher parts = SHAPE.matcher(text);
    if (text.length() > MAX_CHARS || !parts.matches()) {
      return Optional.empty();
    }
    String scheme = parts.group(1);
    String host = parts.group(2);
    int port = parts.group(3) == null ? defaultPort(scheme) : Integer.parseInt(parts.group(3));
    String path = parts.group(4) == null ? "/" : parts.group(4);
    String query = parts.group(5) == null ? "" : parts.group(5);
    if (port > 65_535 || !HostText.isCanonical(host) || !isQuery(query)) {
      return Optional.empty();
    }
    String parameters = query.isEmpty() ? "" : query.substring(1);
    return UrlPath.parse(path)
        .map(p -> new StrictUrl(scheme, host, port, p, path + query, parameters));
  }

  public static int defaultPort(String scheme) {
    return scheme.equals("https") ? 443 : 80;
  }

  private static boolean isQuery(String query) {
    for (int i = 0; i < query.length(); i++) {
      char c = query.charAt(i);
      if (QUERY.indexOf(c) < 0 && PercentTriplet.at(query, i) < 0) {
        return false;
      }
    }
    return true;
  }
}
