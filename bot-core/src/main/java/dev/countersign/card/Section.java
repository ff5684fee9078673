package dev.countersign.card;

import java.util.List;
import java.util.function.UnaryOperator;

/// One part of a card below its heading, in reading order.
public sealed interface Section {
  /// Behind the title of a text whose highlights are left out.
  String WITHOUT_HIGHLIGHTS = " (no room for highlights)";

  /// Behind the title of a text whose highlights went with what is hidden in it.
  String HIDDEN_HIGHLIGHTS = " (parts hidden, so without highlights)";

  /// Lines of runs, such as the risk line and the four questions.
  record Lines(List<List<Run>> lines) implements Section {
    public Lines {
      lines = eachOnOneLine(lines);
    }

    public static Lines of(List<Run> line) {
      return new Lines(List.of(line));
    }
  }

  /// A text, or a list of them, in one section of its own.
  sealed interface Words extends Section {}

  /// Supplied text with its own lines, set apart: the message as it will be sent.
  record Quote(String title, List<Run> text) implements Words {
    public Quote {
      text = List.copyOf(text);
    }
  }

  /// Exact evidence as a list: one line per changed field.
  record Bullets(String title, List<List<Run>> items) implements Words {
    public Bullets {
      items = eachOnOneLine(items);
    }
  }

  /// Exact evidence in fixed width: a request or a tool call; all of it supplied text.
  ///
  /// @param compact the same without indentation, for a chat that has no room for it
  record Verbatim(String title, String text, String compact) implements Section {
    public Verbatim(String title, String text) {
      this(title, text, text);
    }
  }

  /// Small print in the service's own words.
  record Note(String words) implements Section {}

  /// What the agent says beside its action: no byte of what is approved, and the only words on a
  /// card that may give way for lack of room, see [Excerpts].
  record Explanation(Words words) implements Section {}

  /// The gate's own finding about what stands elsewhere on the card: it only helps the eye.
  ///
  /// @param instead what stands there where a chat has no room for it
  record Aid(Words words, Lines instead) implements Section {}

  /// Where the buttons stand; on a card without this part, below all others. What follows is read
  /// after them: no byte that has an effect, and nothing that the gate itself found.
  record Buttons() implements Section {}

  /// The same content without what only helps the eye: highlights and indentation. For a card that
  /// would otherwise be too large to be approved. Says so where a text without highlights could be
  /// taken for one without promises.
  default Section plainer() {
    return switch (this) {
      case Quote(var title, var text) when Run.isHighlighted(text) ->
          new Quote(title + WITHOUT_HIGHLIGHTS, Run.withoutHighlights(text));
      case Verbatim(var title, var _, var compact) -> new Verbatim(title, compact);
      case Aid(_, var instead) -> instead;
      case Quote _, Lines _, Bullets _, Note _, Explanation _, Buttons _ -> this;
    };
  }

  /// The same with another text in place of each supplied one, which are in one piece for it. A
  /// text that stays as it is keeps its highlights; of one that lost them the title says so.
  default Section replaced(UnaryOperator<String> by) {
    return switch (this) {
      case Lines(var lines) -> new Lines(each(lines, by));
      case Words words -> words(words, by);
      case Verbatim(var title, var text, var compact) ->
          new Verbatim(title, by.apply(text), by.apply(compact));
      case Explanation(var words) -> new Explanation(words(words, by));
      case Aid(var words, var instead) ->
          new Aid(words(words, by), new Lines(each(instead.lines(), by)));
      case Note _, Buttons _ -> this;
    };
  }

  private static Words words(Words words, UnaryOperator<String> by) {
    return switch (words) {
      case Quote(var title, var text) -> {
        List<Run> other = Run.replacedInOnePiece(text, by);
        boolean lost = Run.isHighlighted(text) && !Run.isHighlighted(other);
        yield new Quote(lost ? title + HIDDEN_HIGHLIGHTS : title, other);
      }
      case Bullets(var title, var items) -> new Bullets(title, each(items, by));
    };
  }

  private static List<List<Run>> each(List<List<Run>> lines, UnaryOperator<String> by) {
    return lines.stream().map(line -> Run.replaced(line, by)).toList();
  }

  private static List<List<Run>> eachOnOneLine(List<List<Run>> lines) {
    if (lines.stream()
        .flatMap(List::stream)
        .anyMatch(run -> run instanceof Run.Supplied supplied && supplied.breaks())) {
      throw new IllegalArgumentException("supplied text could begin a line of its own here");
    }
    return lines.stream().map(List::copyOf).toList();
  }
}
