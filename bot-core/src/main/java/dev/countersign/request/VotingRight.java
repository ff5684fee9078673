package dev.countersign.request;

import dev.countersign.proposal.PersonId;
import java.util.List;
import java.util.Optional;

/// By whose right and where a person's vote would count now.
///
/// @param seats at least one, in the order of the stages
/// @param inPlaceOf the absent member by whose right it counts; empty for one's own
public record VotingRight(List<Seat> seats, Optional<PersonId> inPlaceOf) {
  public VotingRight {
    seats = List.copyOf(seats);
  }
}
