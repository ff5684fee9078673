package dev.countersign.store;

import java.time.Instant;

/// What came of importing a file of people.
public sealed interface PeopleImported {

  /// @param number of this import
  record Imported(int number) implements PeopleImported {}

  /// Nothing was changed: this file was current once and is no longer.
  ///
  /// @param at when it was imported last
  record Former(Instant at) implements PeopleImported {}
}
