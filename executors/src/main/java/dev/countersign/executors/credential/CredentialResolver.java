package dev.countersign.executors.credential;

import dev.countersign.secret.Secret;
import java.util.Optional;

/// Finds the credential behind a reference, at send time and not before.
@FunctionalInterface
public interface CredentialResolver {
  /// Of a credential, with what stands around it.
  int MAX_BYTES = 8 * 1024;

  /// Empty when there is none, or none that could be an HTTP header value: trimmed printable ASCII.
  Optional<Secret> resolve(CredentialReference reference);
}
