package dev.countersign.ledger;

import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.people.ProposingSide;
import dev.countersign.policy.Tag;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.Outline;
import dev.countersign.proposal.PersonId;
import dev.countersign.proposal.ProposalId;
import dev.countersign.proposal.RiskLevel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A request that waits for a group of the asker, with what one line says of it: no body, nobody
/// else's vote, no grant. Whoever opens it reads the [RequestRecord].
///
/// @param tags as its ruling has them
/// @param deed what the action reads as, where a catalogue tells it, see [Ruling#deed]
/// @param object what that is about, see [Ruling#object]
/// @param conflicted whom the proposal froze as of the proposing side
/// @param voted whether the asker has voted on this revision
/// @param byFunction whether some stage counts only some functions: then the record alone says
///   whether the asker is entitled
/// @param unshown as [Unshown#of] tells them
public record WaitingLine(
    ProposalId id,
    int revision,
    AgentId agent,
    RiskLevel risk,
    Instant deadline,
    Outline outline,
    Optional<String> deed,
    Optional<String> object,
    List<Tag> tags,
    Set<PersonId> conflicted,
    boolean voted,
    boolean byFunction,
    List<Unshown> unshown) {
  public WaitingLine {
    tags = List.copyOf(tags);
    conflicted = Set.copyOf(conflicted);
    unshown = List.copyOf(unshown);
  }

  /// Where the next page goes on.
  public WaitingPlace place() {
    return new WaitingPlace(risk, deadline, id);
  }

  /// Whether somebody is of the proposing side, as it was frozen or by these people. Whom the
  /// action is for by these people alone, the record says.
  public boolean bearsOn(Person person, Directory people) {
    return conflicted.contains(person.id())
        || ProposingSide.of(agent, outline.onBehalfOf(), people).contains(person.id());
  }

  /// Whether the asker is entitled to decide it, as [RequestRecord#entitlement] would say. Whoever
  /// became one of those whom the action is for after the opening reads so when they press.
  ///
  /// @param asker for whom it was read, a member of the group that decides
  /// @param people of the moment at which it is asked
  public boolean isFor(Person asker, Directory people) {
    return !voted && !bearsOn(asker, people);
  }
}
