package dev.countersign.request;

import dev.countersign.proposal.Ulid;

/// `grt_` + ULID; also the `jti` of the grant's token.
public record GrantId(String value) {
  public static final String PREFIX = "grt_";

  public GrantId {
    Ulid.require(PREFIX, value);
  }

  @Override
  public String toString() {
    return value;
  }
}
