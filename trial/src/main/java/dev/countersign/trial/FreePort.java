package dev.countersign.trial;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// Ports on the loopback address.
///
/// Links carry the port, so it is chosen before anything listens. Somebody else may take it in
/// between; then the start fails and says so.
final class FreePort {
  private FreePort() {}

  static int any() {
    try {
      return taken(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @throws TrialException when something listens there
  static int exactly(int port) {
    try {
      return taken(port);
    } catch (IOException e) {
      throw new TrialException("Port " + port + " is taken; choose another with --port.", e);
    }
  }

  static int preferably(int port) {
    try {
      return taken(port);
    } catch (IOException e) {
      return any();
    }
  }

  private static int taken(int port) throws IOException {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
