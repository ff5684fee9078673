package dev.countersign.ledger;

import dev.countersign.json.Digest;

/// Which policy and which connections all replicas run with. People have versions of their own:
/// those never go back by themselves.
public record DeployedVersion(Digest policy, Digest connections) {
  private static final String DOMAIN = "countersign-version/1\0";

  /// The name of this version.
  public Digest digest() {
    return Digest.of(DOMAIN + policy + "\0" + connections);
  }

  public Digest of(DeployedFile file) {
    return switch (file) {
      case POLICY -> policy;
      case CONNECTIONS -> connections;
    };
  }
}
