package dev.countersign.grant;

import dev.countersign.people.AccountId;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.Seat;
import dev.countersign.request.Vote;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Who may decide for a group, at one moment: of now where something is to be executed, of the vote
/// where an auditor asks.
@FunctionalInterface
public interface Electors {

  /// Whether this account belongs to this person, and the person to this group.
  boolean mayDecide(PersonId person, AccountId account, GroupName group);

  /// The vote where it still counts: in the stages for whose groups its person may decide; empty
  /// where that is none.
  default Optional<Vote> admitted(Vote vote) {
    List<Seat> seats =
        vote.seats().stream()
            .filter(seat -> mayDecide(vote.person(), vote.account(), seat.group()))
            .toList();
    return seats.isEmpty() ? Optional.empty() : Optional.of(vote.in(seats));
  }

  /// The people there are at this moment, read once for all these groups.
  static Electors now(Directory directory, Set<GroupName> groups) {
    if (groups.isEmpty()) {
      return (_, _, _) -> false;
    }
    Directory read = directory.only(groups);
    Map<GroupName, Map<PersonId, Person>> members =
        groups.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    group -> group,
                    group ->
                        read.members(group).stream()
                            .collect(Collectors.toUnmodifiableMap(Person::id, person -> person))));
    return (person, account, group) -> {
      Person member = members.getOrDefault(group, Map.of()).get(person);
      return member != null && member.accounts().contains(account);
    };
  }
}
