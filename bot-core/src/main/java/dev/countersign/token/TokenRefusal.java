package dev.countersign.token;

import dev.countersign.json.WireName;

/// Why a decision token was refused; one reason for each line of [DecisionTokenVerifier#verify], in
/// its order.
public enum TokenRefusal {
  TOKEN_TOO_LONG,
  TOKEN_MALFORMED,
  TOKEN_NOT_CANONICAL,
  TOKEN_HEADER,
  TOKEN_KEY_UNKNOWN,
  TOKEN_KEY_REVOKED,
  TOKEN_SIGNATURE,
  TOKEN_PAYLOAD,
  TOKEN_CLAIM_NAMES,
  TOKEN_CLAIM_VALUES,
  TOKEN_AUDIENCE,
  TOKEN_ISSUER,
  TOKEN_FROM_THE_FUTURE,
  TOKEN_EXPIRED,
  TOKEN_LIVES_TOO_LONG,
  TOKEN_OF_FORMER_EPOCH;

  /// Stable, for audit entries, metrics and answers.
  public String code() {
    return WireName.of(this);
  }
}
