package dev.countersign.token;

import dev.countersign.json.WireName;

/// Why a grant's signature or claims were refused, in the order of [GrantVerifier]'s checks.
public enum GrantRefusal {
  GRANT_TOO_LONG,
  GRANT_MALFORMED,
  GRANT_NOT_CANONICAL,
  GRANT_HEADER,
  GRANT_KEY_UNKNOWN,
  GRANT_SIGNATURE,
  GRANT_PAYLOAD,
  GRANT_CLAIM_NAMES,
  GRANT_CLAIM_VALUES,
  GRANT_ISSUER,
  GRANT_LIVES_TOO_LONG,
  GRANT_KEY_REVOKED,
  GRANT_AUDIENCE,
  GRANT_FROM_THE_FUTURE,
  GRANT_NOT_VALID_YET,
  GRANT_EXPIRED;

  /// Stable, for audit entries, metrics and answers.
  public String code() {
    return WireName.of(this);
  }
}
