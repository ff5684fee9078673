package dev.countersign.executors.connection;

import java.net.InetAddress;
import java.util.List;

/// How far away an address is, by the longest matching prefix of the IANA special-purpose
/// registries.
///
/// IPv6 is closed except global unicast (2000::/3). That alone shuts out unspecified,
/// v4-compatible, v4-mapped, NAT64 (64:ff9b::/96 and 64:ff9b:1::/48), discard, link-local,
/// site-local, multicast and segment-routing ranges, all of which can lead to an IPv4 host or a
/// neighbour that nobody checked.
public enum AddressReach {
  /// Anywhere on the Internet.
  PUBLIC,
  /// This machine or a private network: only for a connection that says so.
  PRIVATE,
  /// Never a target, whatever a connection says.
  CLOSED;

  private static final List<Prefix> PREFIXES =
      List.of(
          Prefix.of("0.0.0.0", 0, PUBLIC),
          Prefix.of("0.0.0.0", 8, CLOSED), // this network; 0.0.0.0 reaches the own host
          Prefix.of("10.0.0.0", 8, PRIVATE),
          Prefix.of("100.64.0.0", 10, PRIVATE), // shared, behind carrier NAT
          Prefix.of("100.100.100.200", 32, CLOSED), // cloud metadata
          Prefix.of("127.0.0.0", 8, PRIVATE),
          Prefix.of("168.63.129.16", 32, CLOSED), // cloud host agent, on a public address
          Prefix.of("169.254.0.0", 16, CLOSED), // link-local and cloud metadata
          Prefix.of("172.16.0.0", 12, PRIVATE),
          Prefix.of("192.0.0.0", 24, CLOSED), // protocol assignments; 192.0.0.192 is cloud metadata
          Prefix.of("192.0.2.0", 24, CLOSED), // documentation
          Prefix.of("192.88.99.0", 24, CLOSED), // 6to4 relays
          Prefix.of("192.168.0.0", 16, PRIVATE),
          Prefix.of("198.18.0.0", 15, CLOSED), // benchmarks
          Prefix.of("198.51.100.0", 24, CLOSED), // documentation
          Prefix.of("203.0.113.0", 24, CLOSED), // documentation
          Prefix.of("224.0.0.0", 4, CLOSED), // multicast
          Prefix.of("240.0.0.0", 4, CLOSED), // reserved, and broadcast
          Prefix.of("::", 0, CLOSED),
          Prefix.of("::1", 128, PRIVATE),
          Prefix.of("2000::", 3, PUBLIC),
          Prefix.of("2001::", 23, CLOSED), // Teredo, ORCHID, benchmarks, protocol assignments
          Prefix.of("2001:db8::", 32, CLOSED), // documentation
          Prefix.of("2002::", 16, CLOSED), // 6to4
          Prefix.of("3fff::", 20, CLOSED), // documentation
          Prefix.of("fc00::", 7, PRIVATE), // unique local
          Prefix.of("fd00:ec2::", 32, CLOSED), // cloud metadata
          Prefix.of("fd20:ce::254", 128, CLOSED)); // cloud metadata

  public static AddressReach of(InetAddress address) {
    return of(address.getAddress());
  }

  /// @param address 4 or 16 bytes in network order
  static AddressReach of(byte[] address) {
    Prefix best = null;
    for (Prefix prefix : PREFIXES) {
      if (prefix.contains(address) && (best == null || prefix.bits() > best.bits())) {
        best = prefix;
      }
    }
    return best == null ? CLOSED : best.reach();
  }

  /// What is not encrypted never leaves this machine.
  static boolean reaches(InetAddress address, boolean encrypted, boolean allowPrivate) {
    return encrypted ? of(address).isOpen(allowPrivate) : address.isLoopbackAddress();
  }

  public boolean isOpen(boolean allowPrivate) {
    return this == PUBLIC || (this == PRIVATE && allowPrivate);
  }

  private record Prefix(InetAddress network, int bits, AddressReach reach) {
    static Prefix of(String network, int bits, AddressReach reach) {
      return new Prefix(InetAddress.ofLiteral(network), bits, reach);
    }

    boolean contains(byte[] address) {
      byte[] start = network.getAddress();
      if (address.length != start.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit++) {
        int mask = 0x80 >>> (bit % 8);
        if ((address[bit / 8] & mask) != (start[bit / 8] & mask)) {
          return false;
        }
      }
      return true;
    }
  }
}
