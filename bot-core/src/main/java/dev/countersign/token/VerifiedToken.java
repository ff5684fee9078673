package dev.countersign.token;

/// A decision token that this deployment signed and that is in time. Holding one is the proof: only
/// [DecisionTokenVerifier] makes it. It proves what a button means, neither who pressed it nor that
/// the request is still open.
public final class VerifiedToken {
  private final DecisionClaims claims;
  private final String kid;

  VerifiedToken(DecisionClaims claims, String kid) {
    this.claims = claims;
    this.kid = kid;
  }

  public DecisionClaims claims() {
    return claims;
  }

  /// The key that signed it.
  public String kid() {
    return kid;
  }

  @Override
  public String toString() {
    return "VerifiedToken[" + claims.id() + "]";
  }
}
