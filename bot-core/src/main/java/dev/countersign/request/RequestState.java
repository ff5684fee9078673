package dev.countersign.request;

import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where a request stands; each record holds what is true only then. All but [Pending] are decided
/// and absorb every later decision; below [Approved] only the execution still moves. [Returned],
/// [Expired], and an approval whose record had changed come to name the one revision that follows
/// them.
public sealed interface RequestState {

  /// People are asked.
  ///
  /// @param reminded how many of the ruling's reminders are over
  /// @param escalated the stages that ask another group too because time passed
  /// @param extended how often the deadline was put off
  /// @param widened whom people asked too, in the order in which they did
  record Pending(int reminded, Set<Integer> escalated, int extended, List<Widening> widened)
      implements RequestState {
    public Pending {
      escalated = Set.copyOf(escalated);
      widened = List.copyOf(widened);
    }

    /// Where nobody asked another group by hand.
    public Pending(int reminded, Set<Integer> escalated, int extended) {
      this(reminded, escalated, extended, List.of());
    }

    /// As they are at first.
    public Pending() {
      this(0, Set.of(), 0);
    }

    Pending remindedOf(int number) {
      return new Pending(number, escalated, extended, widened);
    }

    Pending widenedBy(Widening one) {
      return new Pending(
          reminded, escalated, extended, Stream.concat(widened.stream(), Stream.of(one)).toList());
    }

    Pending escalating(int stage) {
      return new Pending(
          reminded,
          Stream.concat(escalated.stream(), Stream.of(stage)).collect(Collectors.toSet()),
          extended,
          widened);
    }

    Pending extendedOnce() {
      return new Pending(reminded, escalated, extended + 1, widened);
    }
  }

  /// @param basis what it rests on
  record Approved(Basis basis, Instant at, Execution execution) implements RequestState {
    /// On what the policy asked for.
    public Approved(GrantMode mode, Instant at, Execution execution) {
      this(new Basis.Ruled(mode), at, execution);
    }

    public GrantMode mode() {
      return basis.mode();
    }

    /// Whose use of break-glass it rests on; empty for what the policy asked for.
    public Optional<BrokenGlass> glass() {
      return basis instanceof BrokenGlass glass ? Optional.of(glass) : Optional.empty();
    }

    @Override
    public Optional<ProposalId> successor() {
      return execution instanceof Execution.Failed end ? end.successor() : Optional.empty();
    }
  }

  record Rejected(PersonId by, Instant at) implements RequestState {}

  /// Changes were requested.
  ///
  /// @param successor the revision that answered it
  record Returned(PersonId by, Instant at, Optional<ProposalId> successor) implements RequestState {
    public Returned(PersonId by, Instant at) {
      this(by, at, Optional.empty());
    }
  }

  /// By the policy, without asking anybody.
  record Refused(Instant at) implements RequestState {}

  /// Too few decided.
  ///
  /// @param successor the revision that asks again
  record Expired(Instant at, Cause cause, Optional<ProposalId> successor) implements RequestState {
    public enum Cause {
      /// The deadline passed.
      TIME_UP,
      /// No place of the group that was to decide could be reached for too long. An earlier group
      /// may have approved.
      REACHED_NOBODY
    }

    public Expired(Instant at) {
      this(at, Cause.TIME_UP);
    }

    public Expired(Instant at, Cause cause) {
      this(at, cause, Optional.empty());
    }
  }

  /// By the agent that proposed it.
  record Withdrawn(Instant at) implements RequestState {}

  record Superseded(ProposalId by, Instant at) implements RequestState {}

  /// The revision that came after this one.
  default Optional<ProposalId> successor() {
    return this instanceof Superseded(var by, _) ? Optional.of(by) : Optional.empty();
  }

  default boolean isDecided() {
    return !(this instanceof Pending);
  }
}
