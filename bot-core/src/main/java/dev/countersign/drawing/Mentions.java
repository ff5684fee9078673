package dev.countersign.drawing;

import dev.countersign.card.Run;
import dev.countersign.people.Directory;
import dev.countersign.people.Person;
import dev.countersign.proposal.PersonId;
import dev.countersign.request.Vote;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// Names people on cards as the directory knows them now; somebody who has left is named by id.
final class Mentions {
  private Mentions() {}

  static Run of(PersonId id, Directory directory) {
    return directory
        .byId(id)
        .<Run>map(Mentions::human)
        .orElseGet(() -> new Run.Human(id.value(), Set.of()));
  }

  /// Who cast a vote, and in whose place.
  static List<Run> of(Vote vote, Function<PersonId, Run> naming) {
    Run person = naming.apply(vote.person());
    return vote.inPlaceOf()
        .map(absent -> List.of(person, Run.words(" in place of "), naming.apply(absent)))
        .orElseGet(() -> List.of(person));
  }

  /// The same runs with people by their names alone: a chat notifies whom a new message mentions.
  static List<Run> byName(List<Run> runs) {
    return runs.stream()
        .<Run>map(
            run -> run instanceof Run.Human(var name, _) ? new Run.Human(name, Set.of()) : run)
        .toList();
  }

  private static Run human(Person person) {
    return new Run.Human(person.name(), person.accounts());
  }
}
