package dev.countersign.ledger;

import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Vote;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/// Where a decision stands in the order of what one person decided: the latest first, then by id.
public record DecidedPlace(Instant at, ProposalId id) {

  /// The person's own decision on a request; empty where they made none.
  public static Optional<DecidedPlace> of(RequestRecord record, PersonId person) {
    return record.request().votes().stream()
        .filter(vote -> vote.person().equals(person))
        .map(Vote::at)
        .max(Comparator.naturalOrder())
        .map(at -> new DecidedPlace(at, record.request().id()));
  }
}
