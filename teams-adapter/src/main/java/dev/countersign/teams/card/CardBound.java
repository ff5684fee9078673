package dev.countersign.teams.card;

import dev.countersign.card.Run;
import dev.countersign.card.Run.Emphasis;
import dev.countersign.card.Section;
import dev.countersign.card.VisibleText;
import dev.countersign.json.JsonObject;
import java.util.List;

/// The most that the sections of a card can take of a [CardBudget], counted and not drawn. It goes
/// through them as [SectionElements] and [TextLines] do, and takes for every text what the longest
/// drawing of it has.
final class CardBound {
  /// Units of the longest moment that there is, with the two functions that tell it.
  private static final int MOMENT = 140;

  private static final int LOCAL =
      CardBudget.units(LocalTime.block("", Elements.SMALL_PRINT, Elements.MEDIUM)) + 1;

  /// Of a character that Markdown would take for its own: a backslash, which JSON writes as two.
  private static final int BEFORE_MARKUP = 2;

  /// Of a character that JSON writes by its number.
  private static final int ESCAPED = 6;

  private static final int LINE_FEED = 2;
  private static final int RUN = CardBudget.units(Elements.run("", Elements.PLAIN)) + 1;
  private static final int BOLD = added(Elements.BOLD);
  private static final int ITALIC = added(Elements.ITALIC);
  private static final int CODE = added(Elements.CODE);
  private static final int SMALL_PRINT = added(Elements.SMALL_PRINT);
  private static final int STRUCK = added(Elements.STRUCK);
  private static final int COMMITMENT = added(Elements.COMMITMENT);

  private long units;

  private CardBound() {}

  static CardBound of(List<Section> sections) {
    CardBound bound = new CardBound();
    sections.forEach(bound::count);
    return bound;
  }

  long units() {
    return units;
  }

  private static int added(JsonObject style) {
    return CardBudget.units(Elements.run("", style)) + 1 - RUN;
  }

  private static int added(Emphasis emphasis) {
    return switch (emphasis) {
      case NONE -> 0;
      case STRONG -> BOLD;
      case STRUCK -> STRUCK;
      case COMMITMENT -> COMMITMENT;
      case CODE -> CODE;
    };
  }

  private void count(Section section) {
    switch (section) {
      case Section.Lines(List<List<Run>> lines) -> lines.forEach(line -> line(line, 0));
      case Section.Quote(String title, List<Run> quoted) -> {
        evidence(title);
        line(quoted, 0);
      }
      case Section.Bullets(String title, List<List<Run>> items) -> {
        evidence(title);
        items.forEach(item -> line(SectionElements.bullet(item), 0));
      }
      case Section.Verbatim(String title, String exact, String _) -> {
        evidence(title);
        units += TextLines.LINE_UNITS;
        supplied(exact, CODE);
      }
      case Section.Note(String words) -> {
        units += TextLines.LINE_UNITS;
        words(words, SMALL_PRINT);
        // One that is longer than its place has room for is cut there.
        units += words.length() <= SectionElements.NOTE ? 0 : CardBudget.MAX_UNITS;
      }
      case Section.Explanation(Section words) -> count(words);
      case Section.Aid(Section words, _) -> count(words);
      // Paid for with what every card has.
      case Section.Buttons _ -> {}
    }
  }

  /// With the words that stand where there is nothing.
  private void evidence(String title) {
    units += SectionElements.EVIDENCE_UNITS + 2L * TextLines.LINE_UNITS;
    words(title, BOLD);
    words(SectionElements.NOTHING, ITALIC);
  }

  /// @param look what the look of the whole line adds to each run
  private void line(List<Run> runs, int look) {
    units += TextLines.LINE_UNITS;
    if (LocalTime.tells(runs)) {
      units += LOCAL;
      runs.forEach(run ->
          units +=
              run instanceof Run.Words(var words, _) ? (long) BEFORE_MARKUP * words.length() : 0);
    }
    for (Run run : runs) {
      switch (run) {
        case Run.Words(String words, boolean strong) -> words(words, look + (strong ? BOLD : 0));
        case Run.Supplied supplied -> supplied(supplied.text(), look + added(supplied.emphasis()));
        case Run.Moment _ -> units += RUN + look + MOMENT;
        case Run.Human human -> supplied(human.name(), look);
      }
    }
  }

  private void supplied(String text, int look) {
    pieces(text, look);
    units += VisibleText.atMost(text);
    units += text.chars().filter(unit -> unit == '"' || unit == '\\').count();
  }

  private void words(String words, int look) {
    pieces(words, look);
    units +=
        words.chars().map(unit -> unit == '"' || unit == '\\' ? 2 : unit < ' ' ? ESCAPED : 1).sum();
  }

  /// A text is one run and, behind each line feed, one more on a line of its own, blank where
  /// nothing else is on it; behind each brace that follows another it is one more as well.
  private void pieces(String text, int look) {
    units += RUN + look + 1;
    char before = ' ';
    for (int at = 0; at < text.length(); at++) {
      char unit = text.charAt(at);
      if (unit == '\n') {
        units += LINE_FEED + TextLines.LINE_UNITS + RUN + look + 1;
      } else if (unit == '{' && before == '{') {
        units += RUN + look;
      }
      before = unit;
    }
  }
}
