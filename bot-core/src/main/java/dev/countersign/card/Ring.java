package dev.countersign.card;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// Whose phones a new message makes ring. A chat notifies whom a message names when it is first
/// shown, and nobody by a change of it; in a chat of one's own it is the message that rings.
///
/// @param people whom to name, each once, in a stable order; whom the chat does not know at its
///   place is left out
/// @param groups the chat's own ids of groups of people, each named in place of its members
public record Ring(List<Run.Human> people, SortedSet<String> groups) {
  /// A message that keeps quiet.
  public static final Ring NOBODY = new Ring(List.of(), new TreeSet<>());

  public Ring {
    people = List.copyOf(people);
    groups = java.util.Collections.unmodifiableSortedSet(new TreeSet<>(groups));
  }

  /// These people by name.
  public static Ring of(List<Run.Human> people) {
    return new Ring(people, new TreeSet<>());
  }

  public boolean isQuiet() {
    return people.isEmpty() && groups.isEmpty();
  }
}
