package dev.countersign.drawing;

import dev.countersign.card.Run;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.proposal.PersonId;
import java.util.Set;

/// Names people on cards as the directory knows them now; somebody who has left is named by id.
final class Mentions {
  private Mentions() {}

  static Run of(PersonId id, Directory directory) {
    return directory
        .byId(id)
        .<Run>map(Mentions::human)
        .orElseGet(() -> new Run.Human(id.value(), Set.of()));
  }

  private static Run human(Person person) {
    return new Run.Human(person.name(), person.accounts());
  }
}
