package dev.countersign.teams.card;

import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Draws one section: lines as they are, exact evidence in a container of its own.
final class SectionElements {
  /// Characters of one note.
  static final int NOTE = 2_000;

  static final String NOTHING = "(empty)";
  private static final Run BULLET = Run.words("• ");
  static final int EVIDENCE_UNITS = CardBudget.units(Elements.evidence(List.of())) + 1;

  private final TextLines text;
  private final CardBudget budget;

  SectionElements(TextLines text, CardBudget budget) {
    this.text = text;
    this.budget = budget;
  }

  /// Empty when there is nothing of it to show, or no room.
  List<Json> draw(Section section) {
    return switch (section) {
      case Section.Lines(List<List<Run>> lines) -> lines(lines);
      case Section.Quote(String title, List<Run> quoted) ->
          evidence(title, List.of(quoted), Elements.PLAIN);
      case Section.Bullets(String title, List<List<Run>> items) ->
          evidence(title, items.stream().map(SectionElements::bullet).toList(), Elements.PLAIN);
      case Section.Verbatim(String title, String exact, String _) ->
          evidence(title, List.of(List.of(Run.passage(exact))), Elements.CODE);
      case Section.Note(String words) ->
          text.draw(
              List.of(Run.words(budget.fit(words, NOTE))), Elements.SMALL_PRINT, Elements.SMALL);
      case Section.Explanation(Section words) -> draw(words);
      case Section.Aid(Section words, _) -> draw(words);
      case Section.Buttons _ -> List.of();
    };
  }

  private List<Json> lines(List<List<Run>> lines) {
    var drawn = new ArrayList<Json>();
    for (List<Run> line : lines) {
      drawn.addAll(
          text.draw(line, Elements.PLAIN, drawn.isEmpty() ? Elements.SMALL : Elements.NONE));
    }
    return drawn;
  }

  private List<Json> evidence(String title, List<List<Run>> parts, JsonObject look) {
    boolean fits = budget.makeRoom(EVIDENCE_UNITS);
    var items = new ArrayList<Json>();
    items.addAll(text.draw(List.of(Run.words(title)), Elements.BOLD, Elements.NONE));
    int before = items.size();
    for (List<Run> part : parts) {
      items.addAll(text.draw(part, look, items.size() == before ? Elements.NONE : Elements.SMALL));
    }
    if (items.size() == before && budget.isOpen()) {
      items.addAll(text.draw(List.of(Run.words(NOTHING)), Elements.ITALIC, Elements.SMALL));
    }
    return fits && !items.isEmpty() ? List.of(Elements.evidence(items)) : List.of();
  }

  static List<Run> bullet(List<Run> item) {
    return Stream.concat(Stream.of(BULLET), item.stream()).toList();
  }
}
