package dev.countersign.people;

import dev.countersign.proposal.PersonId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Everything that a people file says, checked against itself: members and owners exist, an account
/// belongs to one person, ids and keys are taken once.
///
/// @param persons each with what the absences of the others give them to decide
public record People(List<Person> persons, List<Group> groups, List<Agent> agents) {
  public People {
    persons = dealt(persons);
    groups = List.copyOf(groups);
    agents = List.copyOf(agents);
  }

  private static List<Person> dealt(List<Person> persons) {
    Map<PersonId, List<Delegation>> given = new HashMap<>();
    for (Person absent : persons) {
      for (Absence absence : absent.away()) {
        absence
            .instead()
            .ifPresent(person ->
                given
                    .computeIfAbsent(person, _ -> new ArrayList<>())
                    .add(
                        new Delegation(
                            absent.id(), absent.groups(), absence.from(), absence.until())));
      }
    }
    given.values().forEach(each -> each.sort(Delegation.ORDER));
    return persons.stream()
        .map(person -> person.given(given.getOrDefault(person.id(), List.of())))
        .toList();
  }
}
