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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// A ruled proposal as the transition table sees it. Immutable; [Transition] makes the next one.
///
/// @param version grows by one with every event; what API callers see as `version` and ETag
/// @param revision 1, or one more than that of the request that this one revises
/// @param action digest of the frozen bytes of this revision
/// @param conflicted persons whose approval never counts: owner, whom the agent acts for, whom the
///   action is for, and who edited this or an earlier revision
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

  /// Where approvals are wanted now: for each open stage its group, and those that it asks too once
  /// it has; in the order of the stages, empty once nobody decides any more.
  public List<Seat> wanted() {
    if (!(state instanceof RequestState.Pending pending)) {
      return List.of();
    }
    return quorum().open().stream()
        .flatMap(open ->
            Stream.concat(Stream.of(stages.get(open).group()), askedToo(open, pending))
                .map(group -> new Seat(open, group)))
        .toList();
  }

  /// The groups that each stage asks by now: its own, and those that it came to ask too. Of every
  /// stage, whether it is open or not.
  public List<List<GroupName>> askedByStage() {
    return IntStream.range(0, stages.size())
        .mapToObj(stage ->
            Stream.concat(
                    Stream.of(stages.get(stage).group()),
                    state instanceof RequestState.Pending pending
                        ? askedToo(stage, pending)
                        : Stream.<GroupName>of())
                .toList())
        .toList();
  }

  /// The groups that were asked so far: those of every stage that was ever open, and whom these
  /// came to ask too. Once it is decided, of the latter those alone for which somebody voted: the
  /// others never came to decide anything.
  public Set<GroupName> askedSoFar() {
    int reached = quorum().open().stream().max(Integer::compare).orElse(stages.size() - 1);
    return Stream.concat(
            askedByStage().stream().limit(reached + 1L).flatMap(List::stream),
            votes.stream().flatMap(vote -> vote.seats().stream()).map(Seat::group))
        .collect(Collectors.toUnmodifiableSet());
  }

  /// First whom time asked, then whom people did; each once.
  private Stream<GroupName> askedToo(int stage, RequestState.Pending pending) {
    return Stream.concat(
            stages.get(stage).escalation().stream()
                .filter(_ -> pending.escalated().contains(stage))
                .map(Escalation::to),
            pending.widened().stream().filter(one -> one.stage() == stage).map(Widening::to))
        .distinct();
  }

  /// What somebody may ask of others in the open stages in which they have a seat: the groups that
  /// their stages let them ask and do not ask yet.
  ///
  /// @param right how the person's own vote would count
  public List<Seat> askable(VotingRight right) {
    List<Seat> wanted = wanted();
    return right.seats().stream()
        .map(Seat::stage)
        .distinct()
        .flatMap(stage -> stages.get(stage).mayAsk().stream().map(group -> new Seat(stage, group)))
        .filter(seat -> !wanted.contains(seat))
        .toList();
  }

  /// The groups that decide now, each once.
  public List<GroupName> asked() {
    return wanted().stream().map(Seat::group).distinct().toList();
  }

  /// How a person's vote would count now: by their own right wherever they belong to a group that
  /// is asked and that their functions let them decide for, or else in the place of a member who is
  /// away, has named them, and has no vote here yet. Never in the place of somebody whose own
  /// approval would not count.
  ///
  /// @param sided as for [#entitlement]
  public Optional<VotingRight> right(Person person, Set<PersonId> sided, Instant now) {
    List<Seat> own = seats(person, person.groups()::contains);
    return own.isEmpty()
        ? rightsInPlace(person, now)
            .filter(right -> right.inPlaceOf().filter(this::hasVoted).isEmpty())
            .filter(right -> right.inPlaceOf().filter(conflicted::contains).isEmpty())
            .filter(right -> right.inPlaceOf().filter(sided::contains).isEmpty())
            .findFirst()
        : Optional.of(new VotingRight(own, Optional.empty()));
  }

  private Stream<VotingRight> rightsInPlace(Person person, Instant now) {
    return person.delegations().stream()
        .map(delegation ->
            new VotingRight(
                seats(person, group -> delegation.covers(group, now)),
                Optional.of(delegation.from())))
        .filter(right -> !right.seats().isEmpty());
  }

  /// In each open stage that admits the functions of this person at most one, for the first of its
  /// groups that is one of these.
  private List<Seat> seats(Person person, Predicate<GroupName> groups) {
    List<Seat> seats = new ArrayList<>();
    for (Seat seat : wanted()) {
      if (groups.test(seat.group())
          && stages.get(seat.stage()).admits(person.functions())
          && seats.stream().noneMatch(earlier -> earlier.stage() == seat.stage())) {
        seats.add(seat);
      }
    }
    return List.copyOf(seats);
  }

  /// Whether a person's one vote on this revision is committed: cast by them, or in their place.
  public boolean hasVoted(PersonId person) {
    return votes.stream().anyMatch(vote -> vote.persons().contains(person));
  }

  /// Whether a person may decide now, apart from where and what is pressed and from the deadline.
  /// The order is part of the contract: a vote once given is named before anything else, and the
  /// vote of whoever they stand in for before that they are not asked.
  ///
  /// @param sided whose approval does not count by the people of the moment, beside those whom the
  ///   proposal froze
  public Entitlement entitlement(Person person, Set<PersonId> sided, Instant now) {
    if (state.isDecided()) {
      return Entitlement.DECIDED;
    }
    if (hasVoted(person.id())) {
      return Entitlement.VOTED;
    }
    if (conflicted.contains(person.id()) || sided.contains(person.id())) {
      return Entitlement.CONFLICTED;
    }
    if (right(person, sided, now).isPresent()) {
      return Entitlement.ENTITLED;
    }
    boolean taken =
        rightsInPlace(person, now)
            .anyMatch(right -> right.inPlaceOf().filter(this::hasVoted).isPresent());
    if (taken) {
      return Entitlement.VOTED;
    }
    return asked().stream().anyMatch(person.groups()::contains)
        ? Entitlement.OTHER_FUNCTION
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
