package dev.countersign.ledger;

import dev.countersign.proposal.Outline;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.RequestState;
import java.time.Instant;
import java.util.Optional;

/// What one person decided about one request, and how that stands by now, with what one line says
/// of it: no body, nobody else's vote, no grant. Whoever opens it reads the [RequestRecord].
///
/// @param decision the person's own, also where they voted in the place of somebody
/// @param at when they decided
/// @param state as it is now
/// @param deadline until when it is decided
/// @param deed what the action reads as, where a catalogue tells it, see
///   [dev.countersign.policy.Ruling#deed]
/// @param object what that is about, see [dev.countersign.policy.Ruling#object]
public record DecidedLine(
    ProposalId id,
    Decision decision,
    Instant at,
    RequestState state,
    Instant deadline,
    Outline outline,
    Optional<String> deed,
    Optional<String> object) {

  /// Where the next page goes on.
  public DecidedPlace place() {
    return new DecidedPlace(at, id);
  }
}
