package dev.countersign.grant;

import dev.countersign.grant.QuorumGate.Verdict.Proven;
import dev.countersign.people.ChatAddress;
import dev.countersign.policy.Gate;
import dev.countersign.policy.Ruling;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.ApprovalRequest;
import dev.countersign.request.BrokenGlass;
import dev.countersign.request.Decision;
import dev.countersign.request.GrantMode;
import dev.countersign.request.Quorum;
import dev.countersign.request.RequestState.Approved;
import dev.countersign.request.Vote;
import dev.countersign.request.VoteWindow;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether the votes of a request make up its quorum: the one answer, asked before a grant is
/// issued, renewed and redeemed, and again by `verify`. A pure function of what it is given.
///
/// Whether the votes are authentic is asked first, by [RecordProof].
public final class QuorumGate {
  private QuorumGate() {}

  /// What the gate finds.
  public sealed interface Verdict {
    record Proven(Approval approval) implements Verdict {}

    /// @param detail for auditors and logs: ids and counts
    record NotProven(Shortfall why, String detail) implements Verdict {}
  }

  /// Why votes do not make up a quorum.
  public enum Shortfall {
    /// Nothing was approved.
    NOT_APPROVED,
    /// The ruling refuses the action.
    RULED_OUT,
    /// A vote is about another revision or other bytes.
    OTHER_BYTES,
    /// Two votes of one person, each cast by them or in their place.
    PERSON_TWICE,
    /// Of the proposer's side, who never counts, or in the place of somebody of it.
    CONFLICTED_VOTE,
    /// No entry before the vote says that the card it decided on was shown there.
    CARD_NOT_SHOWN,
    /// An approval on a card that was cut, and no entries before it say that its person opened
    /// every page of the action.
    NOT_READ,
    /// An approval of somebody who, by the entries before it, has not opened each attachment that
    /// they had to.
    NOT_OPENED,
    /// An approval came before the card had stood for as long as the ruling wants it read.
    TOO_FAST,
    /// An approval without the stronger check that the ruling asks for.
    NOT_PROVEN_STRONGER,
    /// Somebody said no.
    NOT_UNANIMOUS,
    /// Too few approvals of persons who may decide.
    QUORUM_INCOMPLETE,
    /// Whoever used break-glass has no right to, or not with that account.
    NO_RIGHT_TO_BREAK
  }

  /// What a ruling just made allows by itself.
  ///
  /// @throws IllegalArgumentException when it does not allow
  public static Approval allowed(ApprovalRequest request, Ruling ruling) {
    if (prove(Ballot.allowed(request, ruling), _ -> false) instanceof Proven(var approval)
        && approval.mode() == GrantMode.AUTO) {
      return approval;
    }
    throw new IllegalArgumentException("this ruling does not allow by itself");
  }

  /// @param electors an approval of somebody who may not decide does not count
  public static Verdict prove(Ballot ballot, Electors electors) {
    if (!(ballot.request().state() instanceof Approved approved)) {
      return notProven(Shortfall.NOT_APPROVED, "the request is not approved");
    }
    if (ballot.gate() != Gate.REFUSE && approved.basis() instanceof BrokenGlass glass) {
      return broken(ballot, approved, glass, electors);
    }
    return switch (ballot.gate()) {
      case REFUSE -> notProven(Shortfall.RULED_OUT, "the policy refuses it");
      case ALLOW -> proven(ballot, approved, ballot.request().votes(), ballot.request().quorum());
      case ASK -> counted(ballot, approved, electors);
    };
  }

  private static Verdict counted(Ballot ballot, Approved approved, Electors electors) {
    Set<PersonId> persons = new HashSet<>();
    for (Vote vote : ballot.request().votes()) {
      Optional<Shortfall> spoilt = whySpoilt(ballot, vote, persons);
      if (spoilt.isPresent()) {
        return notProven(spoilt.get(), "vote of " + vote.person());
      }
    }
    List<Vote> votes = ballot.request().votes();
    List<Vote> eligible = votes.stream().flatMap(vote -> electors.admitted(vote).stream()).toList();
    List<Vote> seated =
        Seating.of(ballot.stages(), eligible, ballot::isEscalated).orElse(List.of());
    Quorum quorum = Quorum.of(ballot.stages(), seated);
    return quorum.isComplete() && VoteWindow.holds(ballot.stages(), seated)
        ? proven(ballot, approved, seated, quorum)
        : notProven(
            Shortfall.QUORUM_INCOMPLETE,
            "no choice of "
                + eligible.size()
                + " votes that count makes it up, of "
                + votes.size()
                + " that were cast");
  }

  /// One person stands in the place of the quorum: never one of the proposing side, only with the
  /// right, shown the whole of it before, and with a passkey of theirs for exactly this. What
  /// approvals wait for is not asked of it: nobody approves.
  private static Verdict broken(
      Ballot ballot, Approved approved, BrokenGlass glass, Electors electors) {
    String whose = "break-glass of " + glass.by();
    if (ballot.isConflicted(glass.by())) {
      return notProven(Shortfall.CONFLICTED_VOTE, whose);
    }
    boolean shown =
        ballot.cards().stream()
            .anyMatch(card ->
                card.seq() < ballot.brokenAt()
                    && card.revision() == ballot.request().revision()
                    && card.card().equals(glass.card())
                    && card.address().equals(ChatAddress.ofPages(glass.account())));
    if (!shown) {
      return notProven(Shortfall.CARD_NOT_SHOWN, whose);
    }
    if (!ballot.stronger().admits(ballot.request(), glass, ballot.brokenAt())) {
      return notProven(Shortfall.NOT_PROVEN_STRONGER, whose);
    }
    return electors.mayBreak(glass)
        ? new Verdict.Proven(new Approval(ballot.request(), approved.basis(), List.of(), Map.of()))
        : notProven(Shortfall.NO_RIGHT_TO_BREAK, whose);
  }

  private static Optional<Shortfall> whySpoilt(Ballot ballot, Vote vote, Set<PersonId> persons) {
    ApprovalRequest request = ballot.request();
    if (vote.revision() != request.revision() || !vote.action().equals(request.action())) {
      return Optional.of(Shortfall.OTHER_BYTES);
    }
    if (!Collections.disjoint(persons, vote.persons())) {
      return Optional.of(Shortfall.PERSON_TWICE);
    }
    persons.addAll(vote.persons());
    if (vote.decision() != Decision.APPROVE) {
      return Optional.of(Shortfall.NOT_UNANIMOUS);
    }
    if (vote.persons().stream().anyMatch(ballot::isConflicted)) {
      return Optional.of(Shortfall.CONFLICTED_VOTE);
    }
    boolean shown =
        ballot.cards().stream()
            .anyMatch(card ->
                card.seq() < ballot.cast(vote)
                    && card.revision() == vote.revision()
                    && card.card().equals(vote.card())
                    && card.isFor(vote.account()));
    if (!shown) {
      return Optional.of(Shortfall.CARD_NOT_SHOWN);
    }
    if (!ballot.seen().admits(vote, ballot.cast(vote))) {
      return Optional.of(Shortfall.NOT_READ);
    }
    if (!ballot.opened().admits(vote, ballot.cast(vote))) {
      return Optional.of(Shortfall.NOT_OPENED);
    }
    if (!ballot.stronger().admits(request.id(), vote, ballot.cast(vote))) {
      return Optional.of(Shortfall.NOT_PROVEN_STRONGER);
    }
    return ballot.reading().admits(vote, ballot.cast(vote))
        ? Optional.empty()
        : Optional.of(Shortfall.TOO_FAST);
  }

  private static Verdict proven(Ballot ballot, Approved approved, List<Vote> votes, Quorum quorum) {
    return new Verdict.Proven(
        new Approval(ballot.request(), approved.basis(), votes, quorum.functions()));
  }

  private static Verdict notProven(Shortfall why, String detail) {
    return new Verdict.NotProven(why, detail);
  }
}
