package dev.countersign.executors.sending;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/// Turns a host name into addresses. Asked once per send; what it answers is checked and then
/// connected to.
@FunctionalInterface
public interface HostResolver {

  List<InetAddress> resolve(String host) throws UnknownHostException;

  /// The resolver of the operating system.
  static HostResolver ofSystem() {
    return host -> List.of(InetAddress.getAllByName(host));
  }
}
