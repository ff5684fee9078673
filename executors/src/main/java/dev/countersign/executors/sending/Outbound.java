package dev.countersign.executors.sending;

import dev.countersign.executors.connection.Connection;
import dev.countersign.executors.connection.Limits;
import dev.countersign.executors.connection.NetworkAccess;
import dev.countersign.executors.credential.CredentialResolver;
import dev.countersign.ledger.SendCounts;
import java.time.InstantSource;
import javax.net.ssl.SSLSocketFactory;

/// What every connection that sends needs of this process, whatever it sends by.
///
/// @param tls whom it trusts
/// @param counts of all replicas together
public record Outbound(
    CredentialResolver credentials,
    HostResolver resolver,
    SSLSocketFactory tls,
    InstantSource clock,
    SendCounts counts) {

  /// With the TLS trust of this Java runtime.
  public static Outbound of(
      CredentialResolver credentials,
      HostResolver resolver,
      InstantSource clock,
      SendCounts counts) {
    return new Outbound(
        credentials, resolver, (SSLSocketFactory) SSLSocketFactory.getDefault(), clock, counts);
  }

  /// For those who look at targets and send nothing.
  public static Outbound toLook(CredentialResolver credentials) {
    return of(credentials, HostResolver.ofSystem(), InstantSource.system(), NothingSent.INSTANCE);
  }

  /// The way to one target, in the time that its limits have for connecting.
  public Dialler dialler(Destination destination, Limits limits) {
    return new Dialler(destination, limits.connect(), resolver, tls, credentials);
  }

  /// Who may send over one connection now.
  public SendingThrottle throttle(Connection connection, NetworkAccess network, Limits limits) {
    var needs = new SendingNeeds(connection.name(), connection.credential(), network, credentials);
    return new SendingThrottle(connection.name(), needs, limits, counts, clock);
  }
}
