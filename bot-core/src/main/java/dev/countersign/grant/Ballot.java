package dev.countersign.grant;

import dev.countersign.audit.Folding;
import dev.countersign.audit.Folding.Folded;
import dev.countersign.audit.ProvenPress;
import dev.countersign.audit.ShownCard;
import dev.countersign.policy.Gate;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Ruling;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.RequestEvent.GlassBroken;
import dev.countersign.request.RequestEvent.Voted;
import dev.countersign.request.Seat;
import dev.countersign.request.Vote;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What the quorum of one request is counted from.
///
/// @param request approved, with all votes on its revision in the order in which they were cast
/// @param gate of the ruling that it is counted for
/// @param stages of that ruling
/// @param conflicted persons who do not count, beside those of the request
/// @param cast for each person the number of the entry of their vote
/// @param cards what was shown, by the entries that said so
/// @param reading how long the request's own ruling wants a card to stand before it is approved
/// @param seen what people saw of the action
/// @param opened which attachments people opened, of those that they have to
/// @param stronger which approvals came with a passkey, and whether they have to
/// @param broken the number of the entry that tells of a use of break-glass; empty before it has
///   one
public record Ballot(
    ApprovalRequest request,
    Gate gate,
    List<Stage> stages,
    Set<PersonId> conflicted,
    Map<PersonId, Integer> cast,
    List<ShownCard> cards,
    ReadingTime reading,
    WholeReading seen,
    OpenedFirst opened,
    StrongerChecks stronger,
    Optional<Integer> broken) {
  private static final ReadingTime NOT_SHOWN =
      new ReadingTime(Optional.empty(), List.of(), List.of());

  public Ballot {
    stages = List.copyOf(stages);
    conflicted = Set.copyOf(conflicted);
    cast = Map.copyOf(cast);
    cards = List.copyOf(cards);
  }

  /// Of a request that a ruling has just allowed: nobody was asked, nothing was shown.
  public static Ballot allowed(ApprovalRequest request, Ruling ruling) {
    return new Ballot(
        request,
        ruling.gate(),
        ruling.stages(),
        Set.of(),
        Map.of(),
        List.of(),
        NOT_SHOWN,
        WholeReading.NOTHING,
        OpenedFirst.NOTHING,
        StrongerChecks.NONE,
        Optional.empty());
  }

  /// Counted for the ruling under which the request was opened.
  ///
  /// @param request the folded one, or what a vote that is about to be committed makes of it
  /// @param conflicted persons who do not count at the moment that is asked about
  public static Ballot of(
      Folded folded, ApprovalRequest request, Gate gate, Set<PersonId> conflicted) {
    Map<PersonId, Integer> cast =
        folded.turns().stream()
            .filter(turn -> turn.event() instanceof Voted)
            .collect(
                Collectors.toUnmodifiableMap(
                    turn -> ((Voted) turn.event()).vote().person(), turn -> turn.seq()));
    return new Ballot(
        request,
        gate,
        request.stages(),
        conflicted,
        cast,
        folded.cards(),
        ReadingTime.of(folded),
        WholeReading.of(folded),
        OpenedFirst.of(folded),
        StrongerChecks.of(folded),
        folded.turns().stream()
            .filter(turn -> turn.event() instanceof GlassBroken)
            .map(Folding.Turn::seq)
            .findFirst());
  }

  /// The same votes, counted for another ruling.
  public Ballot under(Ruling other) {
    return new Ballot(
        request,
        other.gate(),
        other.stages(),
        conflicted,
        cast,
        cards,
        reading,
        seen,
        opened.under(other),
        stronger.under(other),
        broken);
  }

  /// The same, with the passkey of a press that is being counted.
  public Ballot proven(ProvenPress press) {
    return new Ballot(
        request,
        gate,
        stages,
        conflicted,
        cast,
        cards,
        reading,
        seen,
        opened,
        stronger.and(press),
        broken);
  }

  /// Those whose members may have voted.
  public Set<GroupName> groups() {
    return Stage.groups(stages);
  }

  /// Whether a vote was cast for a group that the stage asked too, after a while.
  boolean isEscalated(Seat seat) {
    return !request.stages().get(seat.stage()).group().equals(seat.group());
  }

  boolean isConflicted(PersonId person) {
    return conflicted.contains(person) || request.conflicted().contains(person);
  }

  /// A use of break-glass that is being made has no entry yet: it comes after all there are.
  int brokenAt() {
    return broken.orElse(Integer.MAX_VALUE);
  }

  /// A vote that is being cast has no entry yet: it comes after all there are.
  int cast(Vote vote) {
    return cast.getOrDefault(vote.person(), Integer.MAX_VALUE);
  }
}
