package dev.countersign.people;

import java.util.List;

/// Everything that a people file says, checked against itself: members and owners exist, an account
/// belongs to one person, ids and keys are taken once.
public record People(List<Person> persons, List<Group> groups, List<Agent> agents) {
  public People {
    persons = List.copyOf(persons);
    groups = List.copyOf(groups);
    agents = List.copyOf(agents);
  }
}
