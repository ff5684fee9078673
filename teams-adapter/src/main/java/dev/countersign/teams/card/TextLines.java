package dev.countersign.teams.card;

import dev.countersign.card.Run;
import dev.countersign.card.Run.Emphasis;
import dev.countersign.card.Spelling;
import dev.countersign.card.VisibleText;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Draws runs as lines of `TextRun`s, in which neither Markdown nor links nor mentions mean
/// anything. Supplied text goes there and nowhere else. Dates in double braces would mean something
/// to some clients, so no run ever has two braces side by side.
///
/// Every line feed starts a new line, and blanks that HTML would merge are drawn as no-break
/// spaces, so that what is indented or empty looks so.
final class TextLines {
  private static final String NO_BREAK_SPACE = "\u00a0";
  private static final String TAB = NO_BREAK_SPACE.repeat(4);

  /// Between two braces; what begins with both, `{{DATE(…)}}` or `{{TIME(…)}}`, is the one thing in
  /// a run that clients replace by something else.
  private static final Pattern WITHIN_BRACES = Pattern.compile("(?<=\\{)(?=\\{)");

  private static final DateTimeFormatter UTC =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /// With the comma before it; `medium` is the longest word for a spacing.
  static final int LINE_UNITS = CardBudget.units(Elements.line(List.of(), Elements.MEDIUM)) + 1;

  private final CardBudget budget;
  private final Set<Spelling> spellings = EnumSet.noneOf(Spelling.class);
  private int escaped;

  TextLines(CardBudget budget) {
    this.budget = budget;
  }

  /// How many invisible characters were drawn as escapes so far.
  int escaped() {
    return escaped;
  }

  /// The spellings whose marks were drawn so far.
  Set<Spelling> spellings() {
    return spellings;
  }

  /// @param look of all runs, to which each may add its own
  /// @param spacing above the first line; none above those that continue it
  /// @return empty when there is nothing to show, or no room
  List<Json> draw(List<Run> runs, JsonObject look, String spacing) {
    if (LocalTime.tells(runs)) {
      return localTime(runs, look, spacing);
    }
    var drawing = new Drawing(look, spacing);
    for (Run run : runs) {
      switch (run) {
        case Run.Words(String text, boolean strong) ->
            drawing.add(text, strong ? Elements.BOLD : Elements.PLAIN);
        case Run.Supplied supplied ->
            drawing.supplied(supplied.visible(), style(supplied.emphasis()));
        case Run.Moment(Instant at) -> drawing.whole(UTC.format(at));
        // A mention would need a text that parses, and a name is supplied text.
        case Run.Human human -> drawing.supplied(human.visible(), Elements.PLAIN);
      }
    }
    return drawing.finish();
  }

  private List<Json> localTime(List<Run> runs, JsonObject look, String spacing) {
    String text = LocalTime.text(runs);
    JsonObject block = LocalTime.block("", look, spacing);
    return budget.takeWhole(text, CardBudget.units(block) + 1)
        ? List.of(LocalTime.block(text, look, spacing))
        : List.of();
  }

  private static JsonObject style(Emphasis emphasis) {
    return switch (emphasis) {
      case NONE -> Elements.PLAIN;
      case STRONG -> Elements.BOLD;
      case STRUCK -> Elements.STRUCK;
      case COMMITMENT -> Elements.COMMITMENT;
      case CODE -> Elements.CODE;
    };
  }

  private final class Drawing {
    private final JsonObject look;
    private final String spacing;
    private final List<Json> lines = new ArrayList<>();
    private List<Json> line = new ArrayList<>();
    private boolean blankBefore = true;
    private boolean broken;

    Drawing(JsonObject look, String spacing) {
      this.look = look;
      this.spacing = spacing;
    }

    void supplied(VisibleText visible, JsonObject style) {
      escaped += visible.escaped();
      spellings.addAll(visible.spellings());
      add(visible.text(), style);
    }

    void add(String text, JsonObject style) {
      String[] pieces = text.split("\n", -1);
      for (int i = 0; i < pieces.length; i++) {
        if (i > 0) {
          lineFeed();
        }
        piece(unmerged(pieces[i]), style);
      }
    }

    void whole(String words) {
      if (budget.takeWhole(words, around(look))) {
        line.add(Elements.run(words, look));
        blankBefore = false;
      }
    }

    List<Json> finish() {
      if (broken && line.isEmpty()) {
        blankLine();
      }
      endLine();
      return lines;
    }

    private void piece(String text, JsonObject style) {
      JsonObject both = with(style);
      for (String part : WITHIN_BRACES.split(text, -1)) {
        String taken = budget.take(part, around(both));
        if (!taken.isEmpty()) {
          line.add(Elements.run(taken, both));
        }
      }
    }

    private void lineFeed() {
      if (line.isEmpty()) {
        blankLine();
      }
      budget.takeWhole("\n", 0);
      endLine();
      broken = true;
      blankBefore = true;
    }

    /// A line without text would have no height.
    private void blankLine() {
      if (budget.makeRoom(around(look) + NO_BREAK_SPACE.length())) {
        line.add(Elements.run(NO_BREAK_SPACE, look));
      }
    }

    private void endLine() {
      if (!line.isEmpty()) {
        lines.add(Elements.line(line, lines.isEmpty() ? spacing : Elements.NONE));
        line = new ArrayList<>();
      }
    }

    private JsonObject with(JsonObject style) {
      JsonObject both = look;
      for (var member : style.members().entrySet()) {
        both = both.with(member.getKey(), member.getValue());
      }
      return both;
    }

    private int around(JsonObject style) {
      int run = CardBudget.units(Elements.run("", style)) + 1;
      return line.isEmpty() ? LINE_UNITS + run : run;
    }

    private String unmerged(String text) {
      var drawn = new StringBuilder(text.length());
      for (int i = 0; i < text.length(); i++) {
        char c = text.charAt(i);
        switch (c) {
          case '\t' -> drawn.append(TAB);
          case ' ' -> drawn.append(blankBefore ? NO_BREAK_SPACE : " ");
          default -> drawn.append(c);
        }
        boolean isolate = c == '\u2068' || c == '\u2069';
        blankBefore = c == ' ' || c == '\t' || (isolate && blankBefore);
      }
      return drawn.toString();
    }
  }
}
