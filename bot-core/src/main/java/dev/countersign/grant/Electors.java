package dev.countersign.grant;

import dev.countersign.people.Directory;
import dev.countersign.people.GlassHolders;
import dev.countersign.people.Person;
import dev.countersign.policy.GroupName;
import dev.countersign.request.BrokenGlass;
import dev.countersign.request.Seat;
import dev.countersign.request.Vote;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whose votes count, by the people of one moment: of now where something is to be executed, of the
/// vote where an auditor asks.
@FunctionalInterface
public interface Electors {

  /// Whether the account of this vote belongs to its person, and they may decide for its group: as
  /// a member of it, or in the place of a member whose absence covers the moment of the vote and
  /// names them.
  boolean mayDecide(Vote vote);

  /// Whether whoever used break-glass has the right to, with the account that they did it with.
  default boolean mayBreak(BrokenGlass glass) {
    return false;
  }

  /// The vote where it still counts: in the stages for whose groups it may be given; empty where
  /// that is none.
  default Optional<Vote> admitted(Vote vote) {
    List<Seat> seats =
        vote.seats().stream().filter(seat -> mayDecide(vote.in(List.of(seat)))).toList();
    return seats.isEmpty() ? Optional.empty() : Optional.of(vote.in(seats));
  }

  /// The people there are at this moment, read once for all these groups. An absence that is over
  /// by now still covers what was decided in it.
  static Electors now(Directory directory, Set<GroupName> groups) {
    Optional<Directory> read =
        groups.isEmpty() ? Optional.empty() : Optional.of(directory.only(groups));
    return new Electors() {
      @Override
      public boolean mayDecide(Vote vote) {
        return read.filter(people -> Electors.mayDecide(vote, people)).isPresent();
      }

      @Override
      public boolean mayBreak(BrokenGlass glass) {
        return GlassHolders.mayBreak(directory, glass.by(), glass.account());
      }
    };
  }

  /// @param people who there are at the moment that is asked about
  static boolean mayDecide(Vote vote, Directory people) {
    return people
            .byId(vote.person())
            .filter(person -> person.accounts().contains(vote.account()))
            .filter(person -> vote.inPlaceOf().isEmpty() || isStandIn(person, vote))
            .isPresent()
        && people
            .group(vote.group())
            .filter(group -> group.members().contains(vote.member()))
            .isPresent();
  }

  private static boolean isStandIn(Person person, Vote vote) {
    return person.delegations().stream()
        .filter(each -> vote.inPlaceOf().filter(each.from()::equals).isPresent())
        .anyMatch(each -> each.covers(vote.group(), vote.at()));
  }
}
