package dev.countersign.overview;

import dev.countersign.card.Run;
import dev.countersign.people.ConsoleRole;
import dev.countersign.people.Surface;
import dev.countersign.policy.GroupName;
import dev.countersign.proposal.PersonId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;

/// What pages are told of the people in force. Nothing comes of asking.
///
/// Throws [dev.countersign.card.UnavailableException] when the store cannot answer.
public interface PeopleDesk {
  /// Persons on one page.
  int PAGE = 100;

  /// @param after the id of the last person of the page before; empty for the first page, which
  ///   alone has the groups and what is odd about them
  Listing list(String after);

  /// @param all how many persons there are
  /// @param next what the next page begins after; empty on the last one
  record Listing(
      int all,
      List<GroupLine> groups,
      List<PersonLine> persons,
      Optional<PersonId> next,
      List<Flaw> flaws) {
    public Listing {
      groups = List.copyOf(groups);
      persons = List.copyOf(persons);
      flaws = List.copyOf(flaws);
    }
  }

  /// @param members how many it has
  /// @param able how many of them could approve at this moment: they have an account where the
  ///   group is asked, or on the console, and are not away
  /// @param asked whether a rule of the policy asks it
  /// @param facts its rights, places and times
  record GroupLine(
      GroupName name,
      int members,
      int able,
      boolean asked,
      Optional<ConsoleRole> role,
      List<Labelled> facts) {
    public GroupLine {
      facts = List.copyOf(facts);
    }
  }

  /// How somebody came to an account.
  enum Origin {
    /// It stands in `people.yaml`.
    FILE,
    /// Its person linked it by a code.
    LINKED
  }

  /// @param accounts where they have one
  /// @param passkeys how many count now
  /// @param waiting passkeys that do not count yet
  /// @param away until when they are away; empty for whoever is there
  /// @param instead who decides in their place meanwhile
  /// @param standsInFor those in whose place they decide now
  record PersonLine(
      PersonId id,
      String name,
      SortedSet<String> functions,
      Set<GroupName> groups,
      Map<Surface, Origin> accounts,
      int passkeys,
      int waiting,
      Optional<Instant> away,
      Optional<Run> instead,
      List<Run> standsInFor) {
    public PersonLine {
      groups = Set.copyOf(groups);
      accounts = Map.copyOf(accounts);
      standsInFor = List.copyOf(standsInFor);
    }
  }
}
