package dev.countersign.catalogue;

import dev.countersign.catalogue.Reading.Line;
import dev.countersign.catalogue.Reading.Meaning;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An entry of a connection's catalogue: how the actions that it is about read.
///
/// @param name of the entry in the catalogue
/// @param headline of fields whose decoding is in words
/// @param object the field that names what it is about
/// @param reversible whether it can be undone, if the operator says so
/// @param undo how it is undone, in plain words
public record Operation(
    String name,
    Headline headline,
    Optional<String> object,
    List<Field> fields,
    Optional<Boolean> reversible,
    Optional<String> undo) {

  public Operation {
    fields = List.copyOf(fields);
  }

  public Reading read(Bytes bytes) {
    Map<String, Meaning> meanings = new HashMap<>();
    Map<String, String> labels = new HashMap<>();
    List<Line> lines = new ArrayList<>();
    for (Field field : fields) {
      labels.put(field.name(), field.label());
      field
          .in(bytes)
          .ifPresent(meaning -> {
            meanings.put(field.name(), meaning);
            lines.add(new Line(field.label(), meaning, field.critical()));
          });
    }
    return new Reading(
        name,
        headline.with(meanings, labels),
        object.map(meanings::get).map(Operation::text),
        lines,
        reversible,
        undo);
  }

  private static String text(Meaning meaning) {
    return switch (meaning) {
      case Meaning.Words(var text) -> text;
      case Meaning.Supplied(var text) -> text;
      case Meaning.Unclear(var text) -> text;
    };
  }
}
