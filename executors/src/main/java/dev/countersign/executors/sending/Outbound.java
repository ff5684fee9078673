package dev.countersign.executors.sending;

import dev.countersign.executors.connection.Connection;
import dev.countersign.executors.connection.Limits;
import dev.countersign.executors.credential.CredentialResolver;
import java.time.InstantSource;
import javax.net.ssl.SSLSocketFactory;

/// What every connection that sends needs of this process, whatever it sends by.
///
/// @param tls whom it trusts
public record Outbound(
    CredentialResolver credentials,
    HostResolver resolver,
    SSLSocketFactory tls,
    InstantSource clock) {

  /// The way to one target, in the time that its limits have for connecting.
  public Dialler dialler(Destination destination, Limits limits) {
    return new Dialler(destination, limits.connect(), resolver, tls);
  }

  /// Who may send over one connection now.
  public SendingThrottle throttle(Connection connection, Limits limits) {
    return new SendingThrottle(
        connection.name(), connection.credential(), credentials, limits, clock);
  }
}
