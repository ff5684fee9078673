package dev.countersign.app.config;

import java.net.URI;
import java.util.Set;

/// What secrets may be sent to.
final class Addresses {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

  private Addresses() {}

  /// Https, or http that does not leave this machine, and nothing but scheme, host, port and path.
  static boolean isSafe(URI uri) {
    return ("https".equals(uri.getScheme()) || isLoopback(uri))
        && uri.getRawUserInfo() == null
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null;
  }

  static boolean isLoopback(URI uri) {
    return uri.getHost() != null && LOOPBACK.contains(uri.getHost());
  }
}
