package dev.countersign.executors.connection;

import dev.countersign.json.Json;
import dev.countersign.json.JsonNull;
import dev.countersign.json.JsonObject;
import java.util.Optional;

/// How a service archives a record that it keeps.
public sealed interface Archiving {

  /// A member of the document says whether it is archived, and is changed like any other.
  ///
  /// @param at a JSON Pointer to it, through objects alone
  /// @param archived what it holds of an archived record
  /// @param otherwise what it holds of one that is there, and is set to when that is restored
  record ByMember(String at, Json archived, Json otherwise) implements Archiving {

    /// Empty where it holds neither, so that nobody knows. A member that is not there says that the
    /// record is.
    public Optional<Boolean> isArchived(JsonObject document) {
      return MemberRule.at(at, document)
          .flatMap(held ->
              held.equals(archived)
                  ? Optional.of(true)
                  : held.equals(otherwise) || held instanceof JsonNull
                      ? Optional.of(false)
                      : Optional.empty());
    }
  }

  /// `DELETE` archives it; no way back is known.
  record ByDelete() implements Archiving {}
}
