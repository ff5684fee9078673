package dev.countersign.executors.sql;

import dev.countersign.executors.sending.Departure;
import dev.countersign.executors.sending.Dialler;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/// The way of one connection: to a checked address, and with the certificate of the host.
final class DialledWay implements Sockets.Way {
  private final Dialler dialler;
  private final Departure departure;
  private final AtomicBoolean secured = new AtomicBoolean();

  DialledWay(Dialler dialler, Departure departure) {
    this.dialler = dialler;
    this.departure = departure;
  }

  @Override
  public <S extends Socket> S open(Supplier<S> made) throws IOException {
    return dialler.dial(made, departure::watch);
  }

  @Override
  public Socket secure(Socket plain) throws IOException {
    secured.set(true);
    return dialler.wrap(plain);
  }

  /// Whether TLS had begun.
  boolean isSecured() {
    return secured.get();
  }
}
