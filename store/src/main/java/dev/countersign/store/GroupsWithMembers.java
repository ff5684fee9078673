package dev.countersign.store;

import dev.countersign.people.Directory;
import dev.countersign.people.Group;
import dev.countersign.people.People;
import dev.countersign.people.PeopleDirectory;
import dev.countersign.people.Person;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.PersonId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Gathers rows of a group and one member each.
final class GroupsWithMembers {
  private final Map<PersonId, Person> persons = new HashMap<>();
  private final Map<GroupName, Set<PersonId>> members = new HashMap<>();
  private final Map<GroupName, Group> groups = new HashMap<>();

  GroupName add(ResultSet row) throws SQLException {
    GroupName name = new GroupName(row.getString("group_name"));
    Set<PersonId> known = members.computeIfAbsent(name, _ -> new HashSet<>());
    if (row.getString("id") != null) {
      Person person = PostgresDirectory.person(row);
      persons.put(person.id(), person);
      known.add(person.id());
    }
    groups.put(
        name,
        new Group(
            name,
            known,
            Optional.ofNullable(row.getString("slack_channel")),
            Optional.ofNullable(row.getString("teams_channel")),
            row.getBoolean("teams_direct")));
    return name;
  }

  Directory directory() {
    return new PeopleDirectory(
        new People(List.copyOf(persons.values()), List.copyOf(groups.values()), List.of()));
  }
}
