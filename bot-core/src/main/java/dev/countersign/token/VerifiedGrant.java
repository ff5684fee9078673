package dev.countersign.token;

/// A grant that this deployment signed for the executor that holds it, in time. Only
/// [GrantVerifier] makes it. It permits trying to redeem; only the redemption permits executing.
public final class VerifiedGrant {
  private final Grant grant;

  VerifiedGrant(Grant grant) {
    this.grant = grant;
  }

  public Grant grant() {
    return grant;
  }

  @Override
  public String toString() {
    return "VerifiedGrant[" + grant.id() + "]";
  }
}
