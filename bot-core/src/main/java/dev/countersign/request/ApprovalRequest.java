package dev.countersign.request;

import dev.countersign.json.Digest;
import dev.countersign.people.Person;
import dev.countersign.policy.Escalation;
import dev.countersign.policy.Extension;
import dev.countersign.policy.Gate;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Sla;
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
/// @param revision 1, or one more than that of the request that this one revises
/// @param action digest of the frozen bytes of this revision
/// @param conflicted persons whose approval never counts: owner, whom the agent acts for, and who
///   edited this or an earlier revision
/// @param deadline by when people decide; the first approval brings it forward where the ruling has
///   a [VoteWindow]
/// @param openedAt since when people are asked
/// @param remindAt when those are reminded who have not decided: percents of the time from then to
///   the deadline, ascending
/// @param extension how far those who may decide may put the deadline off; empty where not at all
/// @param votes on this revision, in order
public record ApprovalRequest(
    ProposalId id,
    int revision,
    int version,
    Digest action,
    List<Stage> stages,
    Set<PersonId> conflicted,
    Instant openedAt,
    Instant deadline,
    List<Integer> remindAt,
    Optional<Extension> extension,
    List<Vote> votes,
    RequestState state) {

  public ApprovalRequest {
    stages = List.copyOf(stages);
    conflicted = Set.copyOf(conflicted);
    remindAt = List.copyOf(remindAt);
    votes = List.copyOf(votes);
  }

  /// The first version of a request: what its ruling alone makes of it.
  public static ApprovalRequest opened(
      ProposalId id,
      int revision,
      Digest action,
      Gate gate,
      List<Stage> stages,
      Set<PersonId> conflicted,
      Instant deadline,
      List<Integer> remindAt,
      Optional<Extension> extension,
      Instant at) {
    RequestState state =
        switch (gate) {
          case ALLOW -> new RequestState.Approved(GrantMode.AUTO, at, new Execution.NotGranted());
          case ASK -> new RequestState.Pending();
          case REFUSE -> new RequestState.Refused(at);
        };
    return new ApprovalRequest(
        id,
        revision,
        1,
        action,
        stages,
        conflicted,
        at,
        deadline,
        remindAt,
        extension,
        List.of(),
        state);
  }

  public Quorum quorum() {
    return Quorum.of(stages, votes);
  }

  /// The deadline that one extension makes, whoever asks for it: later than the one that holds, at
  /// most [Sla#LONGEST] after the opening, and within the window of the votes that there are. Empty
  /// where that leaves it as it is.
  public Optional<Instant> extendedDeadline() {
    Instant latest = openedAt.plus(Sla.LONGEST);
    return extension
        .map(by -> deadline.plus(by.by()))
        .map(later -> later.isAfter(latest) ? latest : later)
        .map(
            later -> VoteWindow.end(stages, votes).filter(end -> end.isBefore(later)).orElse(later))
        .filter(deadline::isBefore);
  }

  /// The groups that decide now: that of the open stage, and the one that it asks too once it has;
  /// in this order, empty once nobody decides any more.
  public List<GroupName> asked() {
    if (!(state instanceof RequestState.Pending pending)) {
      return List.of();
    }
    OptionalInt open = quorum().openStage();
    if (open.isEmpty()) {
      return List.of();
    }
    Stage stage = stages.get(open.getAsInt());
    return Stream.concat(
            Stream.of(stage.group()),
            stage.escalation().stream()
                .filter(_ -> pending.escalated().contains(open.getAsInt()))
                .map(Escalation::to))
        .toList();
  }

  /// The group for which a person decides now: the first of those asked that they belong to.
  public Optional<GroupName> askedAs(Person person) {
    return asked().stream().filter(person.groups()::contains).findFirst();
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
    return askedAs(person).isPresent() ? Entitlement.ENTITLED : Entitlement.NOT_ASKED;
  }

  /// Whether with this vote every approval that needs a function of its own can still have one. Who
  /// rejects or returns needs none.
  public boolean hasFunctionFor(Vote vote) {
    return vote.decision() != Decision.APPROVE
        || Quorum.of(stages, Stream.concat(votes.stream(), Stream.of(vote)).toList())
            .functionsDiffer();
  }

  ApprovalRequest in(RequestState next) {
    return copy(version + 1, deadline, votes, next);
  }

  ApprovalRequest until(Instant later, RequestState next) {
    return copy(version + 1, later, votes, next);
  }

  ApprovalRequest with(Vote vote, RequestState next) {
    List<Vote> all = Stream.concat(votes.stream(), Stream.of(vote)).toList();
    return copy(version + 1, next.isDecided() ? deadline : notAfterWindow(all), all, next);
  }

  /// The same request further on, as it may come to be; for cards that are still to come.
  public ApprovalRequest as(int otherVersion, List<Vote> others, RequestState other) {
    return copy(otherVersion, deadline, others, other);
  }

  private ApprovalRequest copy(
      int otherVersion, Instant otherDeadline, List<Vote> others, RequestState other) {
    return new ApprovalRequest(
        id,
        revision,
        otherVersion,
        action,
        stages,
        conflicted,
        openedAt,
        otherDeadline,
        remindAt,
        extension,
        others,
        other);
  }

  private Instant notAfterWindow(List<Vote> all) {
    return VoteWindow.end(stages, all).filter(end -> end.isBefore(deadline)).orElse(deadline);
  }
}
