package dev.countersign.people;

import dev.countersign.json.Digest;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.AgentId;
import dev.countersign.proposal.PersonId;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// The port to what is known of people right now. Every answer is read fresh from the store:
/// eligibility is a fact of the moment of the click, not of the moment the card was posted.
public interface Directory {

  /// The person behind an account; empty when the account is linked to nobody.
  Optional<Person> byAccount(AccountId account);

  Optional<Person> byId(PersonId id);

  Optional<Group> group(GroupName name);

  /// All groups, in the order of their names; at most [PeopleReader#MOST_GROUPS].
  List<Group> groups();

  /// The members of a group as persons, at most [#MOST_MEMBERS].
  List<Person> members(GroupName name);

  /// Who may decide for a group at one moment: its members, and those who may decide in the place
  /// of whoever of them is away then; each once, in the order of their ids. Whether one of them may
  /// decide on a request depends on more.
  default List<Person> deciders(GroupName name, Instant moment) {
    List<Person> members = members(name);
    return Stream.concat(
            members.stream(),
            members.stream()
                .flatMap(member -> member.insteadAt(moment).stream())
                .flatMap(id -> byId(id).stream()))
        .distinct()
        .sorted(Comparator.comparing(person -> person.id().value()))
        .toList();
  }

  /// Whoever is on call for a group at one moment, or decides in their place then; empty where the
  /// group has no rotation, and before it begins.
  default Optional<PersonId> onCall(Group group, Instant moment) {
    return group
        .onCallAt(moment)
        .map(id -> byId(id).flatMap(person -> person.insteadAt(moment)).orElse(id));
  }

  /// These groups, their members and those whom absences of members name, as they are at this
  /// moment, in one round trip; it knows nobody else. For a step that asks about a group several
  /// times; never kept for the next step.
  Directory only(Set<GroupName> groups);

  /// Which pages this person may see: everybody those of a reviewer, and those that a group of
  /// theirs lets them see. Standing in for somebody gives none.
  default Set<ConsoleRole> consoleRoles(Person person) {
    Set<ConsoleRole> roles = EnumSet.of(ConsoleRole.REVIEWER);
    if (!person.groups().isEmpty()) {
      only(person.groups()).groups().stream()
          .filter(group -> person.groups().contains(group.name()))
          .flatMap(group -> group.consoleRole().stream())
          .forEach(roles::add);
    }
    return Collections.unmodifiableSet(roles);
  }

  Optional<Agent> agent(AgentId id);

  /// An agent by the public part of its key.
  Optional<Agent> agentByKey(String key);

  /// The digest over everything that is known of people at this moment: which import the answers
  /// are of. Empty where nothing was imported.
  default Optional<Digest> version() {
    return Optional.empty();
  }

  /// Everything that is known at this moment, for a step whose answers must be of one import; never
  /// kept for the next step.
  Directory asOfNow();

  /// The same for a step whose own read names the import: of that one, in no round trip, as long as
  /// it is the one known here as current. Otherwise as of now.
  ///
  /// @param version the digest of the import that was in force at that read, see [#version]; empty
  ///   where the read names none
  default Directory asOf(Optional<Digest> version) {
    return asOfNow();
  }

  /// How many members of a group are looked at; more is refused when `people.yaml` is read.
  int MOST_MEMBERS = 500;
}
