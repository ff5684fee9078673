package dev.countersign.app.http;

import java.net.BindException;
import java.net.SocketException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Optional;

/// A door cannot be opened where the settings say. The message names the settings and what to do.
public final class CannotListenException extends RuntimeException {
  private CannotListenException(String message, Throwable cause) {
    super(message, cause);
  }

  /// Starts a server.
  ///
  /// @param names the settings of its host and port
  static void starting(String names, String host, int port, Runnable start) {
    try {
      start.run();
    } catch (RuntimeException e) {
      throw reason(e)
          .<RuntimeException>map(why ->
              new CannotListenException(
                  "The gate cannot listen at %s:%d (%s): %s.".formatted(host, port, names, why), e))
          .orElse(e);
    }
  }

  private static Optional<String> reason(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return Optional.of("no such host is known; give an address of this machine, or 0.0.0.0");
      }
      if (cause instanceof BindException || cause instanceof SocketException) {
        return Optional.of(words(Optional.ofNullable(cause.getMessage()).orElse("")));
      }
    }
    return Optional.empty();
  }

  private static String words(String said) {
    if (said.contains("in use")) {
      return "the port is taken; stop what listens there, or choose another port";
    }
    if (said.contains("denied")) {
      return "the system does not allow this port to this user; choose one from 1024 on";
    }
    if (said.contains("assign")) {
      return "this is no address of this machine; give one that is, or 0.0.0.0";
    }
    return "the system refuses it; choose another address or port";
  }
}
