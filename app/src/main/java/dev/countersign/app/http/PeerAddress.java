package dev.countersign.app.http;

import jakarta.servlet.http.HttpServletRequest;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/// Whom limits count as one: an address of IPv4, a network of 64 bits of IPv6, which one customer
/// has alone.
final class PeerAddress {
  private static final int NETWORK_BYTES = 8;

  private PeerAddress() {}

  /// Of the connection itself: what a header says of another address is anybody's word.
  static String of(HttpServletRequest request) {
    try {
      return of(InetAddress.getByName(request.getRemoteAddr()));
    } catch (UnknownHostException _) {
      return "";
    }
  }

  static String of(InetAddress address) {
    byte[] bytes = address.getAddress();
    return HexFormat.of()
        .formatHex(address instanceof Inet6Address ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
  }
}
