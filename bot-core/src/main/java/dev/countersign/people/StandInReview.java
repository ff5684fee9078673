package dev.countersign.people;

import dev.countersign.proposal.PersonId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What is odd about those who decide in the place of others, and keeps nobody from deciding: told,
/// never an error.
public final class StandInReview {
  private final List<PeopleProblem> found = new ArrayList<>();
  private final Map<PersonId, Person> persons = new HashMap<>();

  private StandInReview() {}

  /// `stand_in_away` and `stand_in_adds_nothing`, at most one of each kind for a person. Pointers
  /// are into the people's file, whose order the persons have.
  static List<PeopleProblem> of(People people) {
    StandInReview review = new StandInReview();
    people.persons().forEach(person -> review.persons.put(person.id(), person));
    for (int index = 0; index < people.persons().size(); index++) {
      review.look(people.persons().get(index), "/people/" + index + "/away");
    }
    return List.copyOf(review.found);
  }

  private void look(Person absent, String pointer) {
    for (Absence absence : absent.away()) {
      Person person = absence.instead().map(persons::get).orElse(null);
      if (person != null
          && person.away().stream().anyMatch(absence::overlaps)
          && isNew(pointer, "stand_in_away")) {
        found.add(
            new PeopleProblem(
                pointer,
                "stand_in_away",
                "%s is named for a time until %s and is away for some of it: nobody stands in for a stand-in."
                    .formatted(person.id(), absence.lastDay())));
      }
      if (person != null
          && person.groups().containsAll(absent.groups())
          && isNew(pointer, "stand_in_adds_nothing")) {
        found.add(
            new PeopleProblem(
                pointer,
                "stand_in_adds_nothing",
                absent.groups().isEmpty()
                    ? absent.id() + " is in no group, so there is nothing to decide in their place."
                    : "%s is in every group of %s and counts once, so that there is nothing more to decide."
                        .formatted(person.id(), absent.id())));
      }
    }
  }

  private boolean isNew(String pointer, String code) {
    return found.stream()
        .noneMatch(problem -> problem.pointer().equals(pointer) && problem.code().equals(code));
  }
}
