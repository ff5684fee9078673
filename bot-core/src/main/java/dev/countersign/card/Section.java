package dev.countersign.card;

import java.util.List;

/// One part of a card below its heading, in reading order.
public sealed interface Section {

  /// Lines of runs, such as the risk line and the four questions.
  record Lines(List<List<Run>> lines) implements Section {
    public Lines {
      lines = eachOnOneLine(lines);
    }

    public static Lines of(List<Run> line) {
      return new Lines(List.of(line));
    }
  }

  /// Supplied text with its own lines, set apart: the message as it will be sent.
  record Quote(String title, List<Run> text) implements Section {
    public Quote {
      text = List.copyOf(text);
    }
  }

  /// Exact evidence as a list: one line per changed field.
  record Bullets(String title, List<List<Run>> items) implements Section {
    public Bullets {
      items = eachOnOneLine(items);
    }
  }

  /// Exact evidence in fixed width: a request or a tool call; all of it supplied text.
  record Verbatim(String title, String text) implements Section {}

  /// Small print in the service's own words.
  record Note(String words) implements Section {}

  private static List<List<Run>> eachOnOneLine(List<List<Run>> lines) {
    if (lines.stream()
        .flatMap(List::stream)
        .anyMatch(run -> run instanceof Run.Supplied supplied && supplied.breaks())) {
      throw new IllegalArgumentException("supplied text could begin a line of its own here");
    }
    return lines.stream().map(List::copyOf).toList();
  }
}
