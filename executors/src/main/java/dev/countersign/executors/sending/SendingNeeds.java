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
  private static final String NOTHING = "";

  private final String connection;
  private final Optional<CredentialReference> credential;
  private final NetworkAccess network;
  private final CredentialResolver credentials;
  private final AtomicReference<String> told = new AtomicReference<>(NOTHING);

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
    String missing = find();
    String before = told.getAndSet(missing);
    if (!missing.equals(before)) {
      if (missing.equals(NOTHING)) {
        log.warn("connection {} has what it needs again", connection);
      } else {
        log.warn("connection {}: {}; its actions wait for it", connection, missing);
      }
    }
    return Optional.of(missing).filter(code -> !code.equals(NOTHING));
  }

  private String find() {
    boolean lacksCredential =
        Stream.concat(
                credential.stream(),
                network.proxy().stream().flatMap(it -> it.credential().stream()))
            .anyMatch(it -> credentials.resolve(it).isEmpty());
    if (lacksCredential) {
      return "credential_unavailable";
    }
    boolean lacksAuthorities =
        network.authorities().filter(it -> TrustedAuthorities.of(it).isEmpty()).isPresent();
    return lacksAuthorities ? "ca_unavailable" : NOTHING;
  }
}
