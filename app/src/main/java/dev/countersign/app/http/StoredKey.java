package dev.countersign.app.http;

import dev.countersign.json.Digest;
import java.util.Optional;
import java.util.Set;

/// What is stored of an agent's key that has a secret.
///
/// @param secretHash see [ApiKey#secretHash]
/// @param imported the digest of the import of people that was in force at the read, where that is
///   known
// Two of them are never compared.
@SuppressWarnings("ArrayRecordComponent")
public record StoredKey(byte[] secretHash, Set<Scope> scopes, Optional<Digest> imported) {
  public StoredKey {
    scopes = Set.copyOf(scopes);
  }

  @Override
  public String toString() {
    return "StoredKey" + scopes;
  }
}
