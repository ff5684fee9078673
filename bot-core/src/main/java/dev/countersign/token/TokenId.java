package dev.countersign.token;

import dev.countersign.proposal.Ulid;

/// `tok_` + ULID: the `jti` of one decision token. Log this, never the token.
public record TokenId(String value) {
  public static final String PREFIX = "tok_";

  public TokenId {
    Ulid.require(PREFIX, value);
  }

  @Override
  public String toString() {
    return value;
  }
}
