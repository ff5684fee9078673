package dev.countersign.token;

import java.time.Duration;

/// Signs decision tokens with the one signing key of a ring. After a rotation, make another.
public final class DecisionTokens {
  /// Ours; a Slack button carries 2,000.
  public static final int MAX_CHARACTERS = 1_100;

  static final TokenHeader HEADER = new TokenHeader("HS256", "decision+jwt");

  private final DecisionKey key;

  public DecisionTokens(KeyRing keys) {
    this.key = keys.decision().signing();
  }

  /// A compact JWS of at most [#MAX_CHARACTERS], for a button's value. Never in a URL, never in a
  /// log.
  ///
  /// @throws IllegalArgumentException when the claims live longer than
  ///   [DecisionClaims#LONGEST_LIFETIME]
  public String mint(DecisionClaims claims) {
    Duration lifetime = Duration.between(claims.issuedAt(), claims.expiresAt());
    if (lifetime.compareTo(DecisionClaims.LONGEST_LIFETIME) > 0) {
      throw new IllegalArgumentException("a decision token may not live for " + lifetime);
    }
    String token = CompactJws.sign(HEADER, claims.toJson(), key);
    if (token.length() > MAX_CHARACTERS) {
      throw new IllegalStateException("a decision token of " + token.length() + " characters");
    }
    return token;
  }
}
