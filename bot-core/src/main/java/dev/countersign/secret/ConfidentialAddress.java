package dev.countersign.secret;

import java.net.URI;
import java.util.Set;

/// What secrets may be sent to: https, or http that does not leave this machine, and nothing but
/// scheme, host, port and path.
public final class ConfidentialAddress {
  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

  private ConfidentialAddress() {}

  public static boolean is(URI uri) {
    return isEncryptedOrLocal(uri) && isBare(uri);
  }

  public static boolean isLoopback(URI uri) {
    return uri.getHost() != null && LOOPBACK.contains(uri.getHost());
  }

  /// @param name of what must be such an address
  /// @throws IllegalArgumentException when it is none; the address itself is not repeated
  public static void require(String name, URI uri) {
    if (!isEncryptedOrLocal(uri)) {
      throw new IllegalArgumentException(name + " is https, or http on the loopback address");
    }
    if (!isBare(uri)) {
      throw new IllegalArgumentException(name + " has neither user, query nor fragment");
    }
  }

  private static boolean isEncryptedOrLocal(URI uri) {
    return uri.getHost() != null
        && ("https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && isLoopback(uri)));
  }

  private static boolean isBare(URI uri) {
    return uri.getRawUserInfo() == null
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null;
  }
}
