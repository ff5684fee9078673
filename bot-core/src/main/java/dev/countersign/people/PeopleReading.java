package dev.countersign.people;

import java.util.List;

/// What came of reading a people file: people, or everything that is wrong with the file.
public sealed interface PeopleReading {

  record Read(People people) implements PeopleReading {}

  record Unreadable(List<PeopleProblem> problems) implements PeopleReading {
    public Unreadable {
      problems = List.copyOf(problems);
    }
  }
}
