package dev.countersign.app.http;

import java.util.Set;

/// What is stored of an agent's key that has a secret.
///
/// @param secretHash see [ApiKey#secretHash]
// Two of them are never compared.
@SuppressWarnings("ArrayRecordComponent")
public record StoredKey(byte[] secretHash, Set<Scope> scopes) {
  public StoredKey {
    scopes = Set.copyOf(scopes);
  }

  @Override
  public String toString() {
    return "StoredKey" + scopes;
  }
}
