package dev.countersign.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// A text that an action would send.
///
/// @param place the members and items that lead to it, from `proposed_changes` down; the first is a
///   member that the gate names
/// @param readings what may be read in it
record SentText(List<String> place, List<String> readings) {
  SentText {
    place = List.copyOf(place);
    readings = List.copyOf(readings);
  }

  /// As it stands, and with what its letters look like where that is something else.
  static SentText of(List<String> place, Collection<String> texts) {
    List<String> readings = new ArrayList<>();
    for (String text : texts) {
      readings.add(text);
      FoldedText folded = FoldedText.of(text);
      if (folded.isRespelled()) {
        readings.add(folded.text().text());
      }
    }
    return new SentText(place, readings);
  }
}
