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

  /// What the button of a list proves of one request in it.
  ///
  /// @throws IllegalStateException for a button that is for one request
  public VerifiedToken of(DecisionClaims.Item item) {
    if (claims.batch().isEmpty()) {
      throw new IllegalStateException("this button is for one request");
    }
    return new VerifiedToken(claims.of(item), kid);
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
