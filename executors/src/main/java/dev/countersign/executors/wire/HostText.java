package dev.countersign.executors.wire;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Optional;
import java.util.regex.Pattern;

/// One spelling per host. A lower-case DNS name without trailing dot, a dotted quad, or an IPv6
/// literal in brackets as RFC 5952 writes it; decimal, octal, hexadecimal, short, mapped and zoned
/// spellings are no hosts.
public final class HostText {
  private static final int MAX_NAME_CHARS = 253;
  private static final Pattern NAME =
      Pattern.compile(
          "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*");

  /// Resolvers read a name whose last label looks like a number as an address, in whatever base.
  private static final Pattern ENDS_IN_A_NUMBER =
      Pattern.compile("(?:.*\\.)?(?:[0-9]+|0x[0-9a-f]*)");

  private static final Pattern QUAD =
      Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(?:\\.(?!$)|$)){4}");

  private HostText() {}

  public static boolean isCanonical(String host) {
    if (host.startsWith("[")) {
      return isCanonicalIpv6(host);
    }
    if (ENDS_IN_A_NUMBER.matcher(host).matches()) {
      return QUAD.matcher(host).matches();
    }
    return host.length() <= MAX_NAME_CHARS && NAME.matcher(host).matches();
  }

  /// The address that a canonical host spells out; empty for a name. Never asks a resolver.
  public static Optional<InetAddress> literal(String host) {
    if (host.startsWith("[")) {
      return Optional.of(InetAddress.ofLiteral(unbracketed(host)));
    }
    return QUAD.matcher(host).matches()
        ? Optional.of(Inet4Address.ofLiteral(host))
        : Optional.empty();
  }

  public static String unbracketed(String host) {
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  private static boolean isCanonicalIpv6(String host) {
    if (!host.endsWith("]") || host.indexOf('%') >= 0) {
      return false;
    }
    try {
      return InetAddress.ofLiteral(unbracketed(host)) instanceof Inet6Address address
          && host.equals("[" + rfc5952(address.getAddress()) + "]");
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /// Lower-case groups without leading zeros, the longest run of two or more zero groups (the first
  /// of equals) as `::`.
  private static String rfc5952(byte[] address) {
    var groups = new ArrayList<String>();
    for (int i = 0; i < 16; i += 2) {
      groups.add(
          Integer.toHexString(
              (Byte.toUnsignedInt(address[i]) << 8) | Byte.toUnsignedInt(address[i + 1])));
    }
    int start = 0;
    int length = 1;
    for (int i = 0; i < 8; i++) {
      int end = i;
      while (end < 8 && groups.get(end).equals("0")) {
        end++;
      }
      if (end - i > length) {
        start = i;
        length = end - i;
      }
    }
    return length == 1
        ? String.join(":", groups)
        : String.join(":", groups.subList(0, start))
            + "::"
            + String.join(":", groups.subList(start + length, 8));
  }
}
