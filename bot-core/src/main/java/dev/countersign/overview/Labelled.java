package dev.countersign.overview;

import dev.countersign.card.Run;
import java.util.List;

/// One thing that is told of something.
///
/// @param label in the gate's own words
public record Labelled(String label, List<Run> words) {
  public Labelled {
    words = List.copyOf(words);
  }

  /// In the gate's own words alone.
  public static Labelled of(String label, String words) {
    return new Labelled(label, List.of(Run.words(words)));
  }
}
