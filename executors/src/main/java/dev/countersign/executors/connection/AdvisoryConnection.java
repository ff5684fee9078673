package dev.countersign.executors.connection;

import dev.countersign.executors.credential.CredentialReference;
import java.util.Optional;

/// Known here, carried out elsewhere: proposals are ruled on, decided and proven, and the gate
/// sends nothing.
public record AdvisoryConnection(String name) implements Connection {
  @Override
  public Optional<CredentialReference> credential() {
    return Optional.empty();
  }
}
