package dev.countersign.catalogue;

import dev.countersign.catalogue.Reading.Meaning;
import java.util.Optional;

/// A value of an operation that people should see decoded.
///
/// @param name as headlines refer to it
/// @param label as cards call it, in plain words
/// @param place where it stands, see [Bytes]
/// @param absent what it means in plain words when the action does not have it; without them the
///   field is not mentioned then
/// @param critical whether a mistake in it weighs more than in others
public record Field(
    String name,
    String label,
    String place,
    Decoding decoding,
    Optional<String> absent,
    boolean critical) {

  /// Empty where the action does not have it, and nothing is said of that.
  Optional<Meaning> in(Bytes bytes) {
    return bytes
        .at(place)
        .map(value -> decoding.of(bytes, value))
        .or(() ->
            bytes.names(place)
                ? Optional.of(new Meaning.Words("removed"))
                : absent.map(Meaning.Words::new));
  }
}
