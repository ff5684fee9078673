package dev.countersign.proposal;

import java.time.Instant;
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

  /// The first one of a moment, in the order in which the ledger keeps them.
  public static ProposalId firstOf(Instant moment) {
    return new ProposalId(PREFIX + Ulid.firstOf(moment));
  }

  /// When it was given, to the millisecond.
  public Instant moment() {
    return Ulid.moment(value.substring(PREFIX.length()));
  }

  @Override
  public String toString() {
    return value;
  }
}
