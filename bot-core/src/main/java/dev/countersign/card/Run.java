package dev.countersign.card;

import dev.countersign.people.AccountId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/// A stretch of text on a card, by who wrote it. Renderers put [Words] wherever they like and
/// [Supplied] only where the chat parses nothing; that is why the two are different types.
public sealed interface Run {

  /// The service's own constant words.
  record Words(String text, boolean strong) implements Run {}

  /// Text from an agent, a person or a target system, shown exactly, with invisible characters made
  /// visible.
  ///
  /// @param breaks whether line feeds and tabs in it are drawn as such. Only in a [Section.Quote],
  ///   where all that follows is supplied too; anywhere else a line of its own would look like one
  ///   of the service's
  /// @param ends whether the text ends here; false for a part that the next run goes on with
  record Supplied(String text, Emphasis emphasis, boolean breaks, boolean ends) implements Run {

    /// What to draw.
    public VisibleText visible() {
      if (!breaks) {
        return VisibleText.onOneLine(text);
      }
      return ends ? VisibleText.of(text) : VisibleText.ofPart(text);
    }
  }

  /// An absolute time, drawn in the reader's zone where the chat can.
  record Moment(Instant at) implements Run {}

  /// A person, drawn as a mention where one of the accounts belongs to the chat, and by name
  /// elsewhere.
  record Human(String name, Set<AccountId> accounts) implements Run {
    public Human {
      accounts = Set.copyOf(accounts);
    }

    /// The name to draw.
    public VisibleText visible() {
      return VisibleText.onOneLine(name);
    }
  }

  /// How supplied text stands out.
  enum Emphasis {
    NONE,
    STRONG,
    /// The value before a change.
    STRUCK,
    /// An amount, date, guarantee or other promise in an outgoing message.
    COMMITMENT,
    /// A name out of a machine: a policy, a rule, a digest.
    CODE
  }

  static Run words(String text) {
    return new Words(text, false);
  }

  static Run strong(String text) {
    return new Words(text, true);
  }

  /// Supplied text that stays on the line that it stands in.
  static Run supplied(String text) {
    return supplied(text, Emphasis.NONE);
  }

  static Run supplied(String text, Emphasis emphasis) {
    return new Supplied(text, emphasis, false, true);
  }

  /// Supplied text with its own lines.
  static Run passage(String text) {
    return passage(text, Emphasis.NONE);
  }

  static Run passage(String text, Emphasis emphasis) {
    return new Supplied(text, emphasis, true, true);
  }

  /// A part of a text with its own lines, which the next run goes on with.
  static Run part(String text, Emphasis emphasis) {
    return new Supplied(text, emphasis, true, false);
  }

  /// The same runs with another text in place of each supplied one; names of people stay.
  static List<Run> replaced(List<Run> runs, UnaryOperator<String> by) {
    return runs.stream()
        .<Run>map(run ->
            run instanceof Supplied(var text, var emphasis, var breaks, var ends)
                ? new Supplied(by.apply(text), emphasis, breaks, ends)
                : run)
        .toList();
  }

  /// The same, where a text that was cut for its highlights is in one piece for it, and stays cut
  /// where that piece stays as it is.
  static List<Run> replacedInOnePiece(List<Run> runs, UnaryOperator<String> by) {
    List<Run> all = new ArrayList<>();
    for (int at = 0; at < runs.size(); ) {
      int end = endOfPiece(runs, at);
      List<Run> cut = runs.subList(at, end);
      List<Run> whole = withoutHighlights(cut);
      List<Run> other = replaced(whole, by);
      all.addAll(other.equals(whole) ? cut : other);
      at = end;
    }
    return List.copyOf(all);
  }

  /// Behind the last part of the text that begins here.
  private static int endOfPiece(List<Run> runs, int from) {
    int at = from;
    while (at + 1 < runs.size()
        && runs.get(at) instanceof Supplied part
        && part.breaks()
        && !part.ends()
        && runs.get(at + 1) instanceof Supplied next
        && next.breaks()) {
      at++;
    }
    return at + 1;
  }

  static boolean isHighlighted(List<Run> runs) {
    return runs.stream()
        .anyMatch(run -> run instanceof Supplied text && text.emphasis() == Emphasis.COMMITMENT);
  }

  /// The same text, with what was cut for its highlights in one piece again.
  static List<Run> withoutHighlights(List<Run> runs) {
    List<Run> plain = new ArrayList<>();
    for (Run run : runs) {
      boolean goesOn =
          !plain.isEmpty()
              && plain.getLast() instanceof Supplied before
              && before.breaks()
              && !before.ends();
      if (goesOn && run instanceof Supplied next && next.breaks()) {
        Supplied before = (Supplied) plain.removeLast();
        plain.add(new Supplied(before.text() + next.text(), Emphasis.NONE, true, next.ends()));
      } else {
        plain.add(
            run instanceof Supplied only && only.emphasis() == Emphasis.COMMITMENT
                ? new Supplied(only.text(), Emphasis.NONE, only.breaks(), only.ends())
                : run);
      }
    }
    return List.copyOf(plain);
  }
}
