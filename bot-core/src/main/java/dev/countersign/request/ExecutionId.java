package dev.countersign.request;

import dev.countersign.proposal.Ulid;

/// `exe_` + ULID: one attempt to send.
public record ExecutionId(String value) {
  public static final String PREFIX = "exe_";

  public ExecutionId {
    Ulid.require(PREFIX, value);
  }

  @Override
  public String toString() {
    return value;
  }
}
