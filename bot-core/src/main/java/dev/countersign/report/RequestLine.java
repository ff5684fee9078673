package dev.countersign.report;

import dev.countersign.people.Beneficiaries;
import dev.countersign.people.Directory;
import dev.countersign.people.ProposingSide;
import dev.countersign.policy.Beneficiary;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.request.Decision;
import dev.countersign.request.RejectReason;
import dev.countersign.request.RequestState;
import java.time.Instant;
import java.util.HashSet;
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
/// @param frozen on whom it bears, as the proposal froze it
/// @param onBehalfOf the name of a person that the proposal gives
/// @param beneficiaries whom the action is for, as the ruling names them
/// @param reported whether somebody said that its decision was wrong
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
    Set<PersonId> frozen,
    Optional<String> onBehalfOf,
    List<Beneficiary> beneficiaries,
    boolean reported) {
  public RequestLine {
    rules = List.copyOf(rules);
    groups = List.copyOf(groups);
    ballots = List.copyOf(ballots);
    frozen = Set.copyOf(frozen);
    beneficiaries = List.copyOf(beneficiaries);
  }

  public record Ballot(
      String person, String group, Decision decision, Optional<RejectReason> reason, Instant at) {}

  /// On whom it bears by these people, as on its page: whom the proposal froze, the proposing side,
  /// and whom the action is for.
  ///
  /// @param people of the moment at which it is asked
  public Set<PersonId> conflicted(Directory people) {
    Set<PersonId> conflicted = new HashSet<>(frozen);
    conflicted.addAll(ProposingSide.of(new AgentId(agent), onBehalfOf, people));
    conflicted.addAll(Beneficiaries.of(beneficiaries, people));
    return Set.copyOf(conflicted);
  }

  public Ending ending() {
    return observed ? Ending.OBSERVED : Ending.of(state);
  }
}
