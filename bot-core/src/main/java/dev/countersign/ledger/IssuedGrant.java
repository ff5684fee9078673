package dev.countersign.ledger;

import dev.countersign.request.GrantId;
import java.time.Instant;

/// A grant as a row.
///
/// @param token the signed grant (compact JWS), kept so that its signature can be checked for ever
public record IssuedGrant(
    GrantId id, int revision, Instant issuedAt, Instant expiresAt, String token) {
  @Override
  public String toString() {
    return "IssuedGrant[" + id + "]";
  }
}
