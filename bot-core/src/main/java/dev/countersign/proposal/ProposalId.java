package dev.countersign.proposal;

import java.util.Optional;

/// `prop_` + ULID. Names the proposal and, once ruled, its request.
public record ProposalId(String value) {
  public static final String PREFIX = "prop_";

  public ProposalId {
    Ulid.require(PREFIX, value);
  }

  public static Optional<ProposalId> parse(String text) {
    return text.startsWith(PREFIX) && Ulid.isUlid(text.substring(PREFIX.length()))
        ? Optional.of(new ProposalId(text))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return value;
  }
}
