package dev.countersign.token;

import java.time.Duration;

/// Signs grants with the one signing key of a ring. After a rotation, make another.
public final class GrantTokens {
  /// Room for the most approvers with the longest names.
  public static final int MAX_CHARACTERS = 12 * 1024;

  static final TokenHeader HEADER = new TokenHeader("ES256", "grant+jwt");

  private final GrantKey key;
  private final Issuer issuer;

  public GrantTokens(KeyRing keys, Issuer issuer) {
    this.key = keys.grant().signing();
    this.issuer = issuer;
  }

  /// A compact JWS for the executor named in the grant and for nobody else; it lets that executor
  /// fail early. Only redeeming the row authorises.
  ///
  /// @throws IllegalArgumentException when the grant lives longer than [Grant#longestLifetime]
  public String sign(Grant grant) {
    Duration lifetime = Duration.between(grant.issuedAt(), grant.expiresAt());
    if (lifetime.compareTo(Grant.longestLifetime(grant.audience())) > 0) {
      throw new IllegalArgumentException("a grant may not live for " + lifetime);
    }
    String jws = CompactJws.sign(HEADER, grant.toJson(issuer), key);
    if (jws.length() > MAX_CHARACTERS) {
      throw new IllegalStateException("a grant of " + jws.length() + " characters");
    }
    return jws;
  }
}
