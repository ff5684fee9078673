package dev.countersign.report;

import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.RejectReason;
import dev.countersign.request.RequestState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One request as lists for auditors and figures have it: no text of anybody, but who decided when.
/// Read from rows; whether they prove to be so is asked of one request, or by `countersign verify`.
///
/// @param actionType as the agent calls it
/// @param rules that matched
/// @param groups that it asks
/// @param shownAt when its first card was drawn
/// @param ballots in the order in which they came
/// @param observed outside a pilot, where nothing followed
/// @param conflicted on whom it bears, as the proposal froze it
public record RequestLine(
    ProposalId id,
    Instant proposedAt,
    String agent,
    String actionType,
    List<String> rules,
    List<String> groups,
    RequestState state,
    Instant deadline,
    Optional<Instant> shownAt,
    List<Ballot> ballots,
    boolean observed,
    Set<PersonId> conflicted) {
  public RequestLine {
    rules = List.copyOf(rules);
    groups = List.copyOf(groups);
    ballots = List.copyOf(ballots);
    conflicted = Set.copyOf(conflicted);
  }

  public record Ballot(
      String person, String group, Decision decision, Optional<RejectReason> reason, Instant at) {}

  public Ending ending() {
    return observed ? Ending.OBSERVED : Ending.of(state);
  }
}
