package dev.countersign.breakglass;

import dev.countersign.ledger.RequestRecord;
import dev.countersign.people.Directory;
import dev.countersign.people.GlassHolders;
import dev.countersign.people.Group;
import dev.countersign.people.Person;
import dev.countersign.people.WorkingDays;
import dev.countersign.policy.GroupName;
import dev.countersign.policy.Stage;
import dev.countersign.proposal.PersonId;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// Who looks afterwards at a use of break-glass: somebody who may freeze, or of the groups that
/// were to decide, or with the right themselves, in this order; never the person who used it,
/// nobody with a function of theirs, nobody of the proposing side, and nobody who is away.
final class Reviewers {
  private Reviewers() {}

  /// @param due until when
  record Reviewer(PersonId person, Instant due) {}

  /// @param people of the moment
  /// @param days working days, by the calendar of the group that they were found in
  static Optional<Reviewer> of(
      RequestRecord record, Person by, Directory people, Set<PersonId> conflicted, int days) {
    return of(Stage.groups(record.ruling().stages()), by, people, conflicted, record.now(), days);
  }

  /// The same for whatever these groups are asked about.
  ///
  /// @param now by the ledger's clock
  static Optional<Reviewer> of(
      Set<GroupName> groupsAsked,
      Person by,
      Directory people,
      Set<PersonId> conflicted,
      Instant now,
      int days) {
    Stream<Group> asked =
        people.groups().stream().filter(group -> groupsAsked.contains(group.name()));
    return Stream.of(
            people.groups().stream().filter(Group::mayFreeze),
            asked,
            people.groups().stream().filter(Group::mayBreakGlass))
        .flatMap(groups -> groups)
        .flatMap(group ->
            people.members(group.name()).stream()
                .sorted(Comparator.comparing(person -> person.id().value()))
                .filter(person -> GlassHolders.mayReview(by, person))
                .filter(person -> !conflicted.contains(person.id()))
                .filter(person -> !person.isAway(now))
                .map(person ->
                    new Reviewer(person.id(), WorkingDays.after(now, days, group.calendar()))))
        .findFirst();
  }
}
