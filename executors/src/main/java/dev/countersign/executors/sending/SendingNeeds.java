package dev.countersign.executors.sending;

import dev.countersign.executors.connection.NetworkAccess;
import dev.countersign.executors.credential.CredentialReference;
import dev.countersign.executors.credential.CredentialResolver;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What this machine has to have before anything is sent over a connection: its credential, that of
/// its proxy, and its file of certificates.
final class SendingNeeds {
  private static final Logger log = LoggerFactory.getLogger(SendingNeeds.class);

  private final String connection;
  private final Optional<CredentialReference> credential;
  private final NetworkAccess network;
  private final CredentialResolver credentials;
  private final AtomicReference<Optional<Lack>> told = new AtomicReference<>(Optional.empty());

  /// @param connection its name
  SendingNeeds(
      String connection,
      Optional<CredentialReference> credential,
      NetworkAccess network,
      CredentialResolver credentials) {
    this.connection = connection;
    this.credential = credential;
    this.network = network;
    this.credentials = credentials;
  }

  /// `credential_unavailable` or `ca_unavailable`; empty when all is there. Told once, and once
  /// more when it is mended: everything on this connection waits for it.
  Optional<String> missing() {
    Optional<Lack> lack = find();
    Optional<Lack> before = told.getAndSet(lack);
    if (!lack.equals(before)) {
      lack.ifPresentOrElse(
          it ->
              log.warn(
                  "connection {}: {}: {}; its actions wait for it",
                  connection,
                  it.code(),
                  it.why()),
          () -> log.warn("connection {} has what it needs again", connection));
    }
    return lack.map(Lack::code);
  }

  private Optional<Lack> find() {
    return Stream.concat(
            credential.stream(), network.proxy().stream().flatMap(it -> it.credential().stream()))
        .filter(it -> credentials.resolve(it).isEmpty())
        .findFirst()
        .map(it -> new Lack("credential_unavailable", "nothing usable is at " + it))
        .or(this::untrusted);
  }

  private Optional<Lack> untrusted() {
    return network
        .authorities()
        .flatMap(file ->
            TrustedAuthorities.read(file) instanceof TrustedAuthorities.Read.Not(String why)
                ? Optional.of(new Lack("ca_unavailable", file + " " + why))
                : Optional.empty());
  }

  /// @param why for operators, without a secret
  private record Lack(String code, String why) {}
}
