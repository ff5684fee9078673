package dev.countersign.grant;

import dev.countersign.people.AccountId;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.Vote;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Who may decide for a group, at one moment: of now where something is to be executed, of the vote
/// where an auditor asks.
@FunctionalInterface
public interface Electors {

  /// Whether this account belongs to this person, and the person to this group.
  boolean mayDecide(PersonId person, AccountId account, GroupName group);

  default boolean mayDecide(Vote vote) {
    return mayDecide(vote.person(), vote.account(), vote.group());
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
