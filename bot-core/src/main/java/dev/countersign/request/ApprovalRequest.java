package dev.countersign.request;

import dev.countersign.json.Digest;
import dev.countersign.people.Person;
import dev.countersign.policy.Gate;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/// A ruled proposal as the transition table sees it. Immutable; [Transition] makes the next one.
///
/// @param version grows by one with every event; what API callers see as `version` and ETag
/// @param action digest of the frozen bytes of this revision
/// @param conflicted persons whose approval never counts: owner, and whom the agent acts for
/// @param deadline by when people decide; the first approval brings it forward where the ruling has
///   a [VoteWindow]
/// @param votes on this revision, in order
public record ApprovalRequest(
    ProposalId id,
    int revision,
    int version,
    Digest action,
    List<Stage> stages,
    Set<PersonId> conflicted,
    Instant deadline,
    List<Vote> votes,
    RequestState state) {

  public ApprovalRequest {
    stages = List.copyOf(stages);
    conflicted = Set.copyOf(conflicted);
    votes = List.copyOf(votes);
  }

  /// The first version of a request: what its ruling alone makes of it.
  public static ApprovalRequest opened(
      ProposalId id,
      Digest action,
      Gate gate,
      List<Stage> stages,
      Set<PersonId> conflicted,
      Instant deadline,
      Instant at) {
    RequestState state =
        switch (gate) {
          case ALLOW -> new RequestState.Approved(GrantMode.AUTO, at, new Execution.NotGranted());
          case ASK -> new RequestState.Pending();
          case REFUSE -> new RequestState.Refused(at);
        };
    return new ApprovalRequest(id, 1, 1, action, stages, conflicted, deadline, List.of(), state);
  }

  public Quorum quorum() {
    return Quorum.of(stages, votes);
  }

  /// The group that decides now; empty when nobody does any more.
  public Optional<GroupName> asked() {
    if (state.isDecided()) {
      return Optional.empty();
    }
    OptionalInt open = quorum().openStage();
    return open.isPresent() ? Optional.of(stages.get(open.getAsInt()).group()) : Optional.empty();
  }

  /// Whether a person may decide now, apart from where and what is pressed and from the deadline.
  /// The order is part of the contract: a vote once given is named before anything else.
  ///
  /// @param sided whose approval does not count by the people of the moment, beside those whom the
  ///   proposal froze
  public Entitlement entitlement(Person person, Set<PersonId> sided) {
    if (state.isDecided()) {
      return Entitlement.DECIDED;
    }
    if (votes.stream().anyMatch(vote -> vote.person().equals(person.id()))) {
      return Entitlement.VOTED;
    }
    if (conflicted.contains(person.id()) || sided.contains(person.id())) {
      return Entitlement.CONFLICTED;
    }
    return asked().filter(person.groups()::contains).isPresent()
        ? Entitlement.ENTITLED
        : Entitlement.NOT_ASKED;
  }

  /// Whether with this vote every approval that needs a function of its own can still have one. Who
  /// rejects or returns needs none.
  public boolean hasFunctionFor(Vote vote) {
    return vote.decision() != Decision.APPROVE
        || Quorum.of(stages, Stream.concat(votes.stream(), Stream.of(vote)).toList())
            .functionsDiffer();
  }

  ApprovalRequest in(RequestState next) {
    return new ApprovalRequest(
        id, revision, version + 1, action, stages, conflicted, deadline, votes, next);
  }

  ApprovalRequest with(Vote vote, RequestState next) {
    List<Vote> all = Stream.concat(votes.stream(), Stream.of(vote)).toList();
    return new ApprovalRequest(
        id,
        revision,
        version + 1,
        action,
        stages,
        conflicted,
        next.isDecided() ? deadline : notAfterWindow(all),
        all,
        next);
  }

  private Instant notAfterWindow(List<Vote> all) {
    return VoteWindow.end(stages, all).filter(end -> end.isBefore(deadline)).orElse(deadline);
  }
}
