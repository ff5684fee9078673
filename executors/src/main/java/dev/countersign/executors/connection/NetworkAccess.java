package dev.countersign.executors.connection;

import java.nio.file.Path;
import java.util.Optional;

/// How a connection gets to its host.
///
/// @param privateAddresses the operator says that the host lies in a private network or on this
///   machine; link-local, metadata and translated addresses stay closed even so
/// @param authorities a file of certificates in PEM: whoever these issued a certificate to is
///   trusted, and nobody else; empty for whom this Java runtime trusts
public record NetworkAccess(
    boolean privateAddresses, Optional<Path> authorities, Optional<EgressProxy> proxy) {

  /// To the open internet, with the trust of this Java runtime.
  public static final NetworkAccess PUBLIC =
      new NetworkAccess(false, Optional.empty(), Optional.empty());

  /// The same, and private networks too.
  public static final NetworkAccess PRIVATE =
      new NetworkAccess(true, Optional.empty(), Optional.empty());
}
