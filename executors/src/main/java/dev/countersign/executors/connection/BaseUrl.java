package dev.countersign.executors.connection;

import dev.countersign.executors.wire.HostText;
import dev.countersign.executors.wire.StrictUrl;
import java.util.Optional;

/// Scheme, host and port of a connection; nothing below them, so that the allow-list alone says
/// which paths exist.
///
/// @param scheme `http` or `https`
/// @param host a canonical host: lower-case name, dotted quad, or RFC 5952 literal in brackets
/// @param port 1..65535
public record BaseUrl(String scheme, String host, int port) {

  public BaseUrl {
    boolean known = scheme.equals("http") || scheme.equals("https");
    if (!known || !HostText.isCanonical(host) || port < 1 || port > 65_535) {
      throw new IllegalArgumentException("not scheme, host and port");
    }
  }

  /// Reads `https://host[:port]`, with at most a lone slash after it.
  public static Optional<BaseUrl> parse(String text) {
    return StrictUrl.parse(text)
        .filter(url -> url.target().equals("/"))
        .map(url -> new BaseUrl(url.scheme(), url.host(), url.port()));
  }

  public boolean covers(StrictUrl url) {
    return scheme.equals(url.scheme()) && host.equals(url.host()) && port == url.port();
  }

  public boolean isEncrypted() {
    return scheme.equals("https");
  }

  /// The value of the `Host` header (RFC 9110 section 7.2).
  public String authority() {
    return port == StrictUrl.defaultPort(scheme) ? host : host + ":" + port;
  }

  @Override
  public String toString() {
    return scheme + "://" + authority();
  }
}
