package dev.countersign.teams.card;

import dev.countersign.card.Button;
import dev.countersign.card.CardRenderer;
import dev.countersign.card.CardView;
import dev.countersign.card.Footnotes;
import dev.countersign.card.RenderedCard;
import dev.countersign.card.Section;
import dev.countersign.card.Spelling;
import dev.countersign.card.Tone;
import dev.countersign.card.Yielding;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.request.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Draws a card as an Adaptive Card 1.5, all its buttons in it and their tokens missing. Pure: the
/// same view gives the same bytes.
///
/// Safe by construction: supplied text goes into `TextRun`s and nowhere else; the heading is the
/// one `TextBlock`, and the one link leads to a page of this deployment. What Teams would not take
/// when everything has given way that may ([Yielding]) is cut at the end, the card says how much is
/// missing, and the approve button is left out.
public final class AdaptiveCardRenderer implements CardRenderer {
  static final int HEADING = 150;
  static final int FOOTER = 500;

  /// For the three notes that the renderer itself may add, markup included.
  private static final int OWN_NOTES = 600;

  @Override
  public RenderedCard render(CardView view) {
    requireDistinct(view.buttons());
    return Yielding.draw(view, part -> new Drawing(part).finish());
  }

  @Override
  public boolean surelyShowsWhole(CardView plain) {
    var unlimited = new CardBudget(Integer.MAX_VALUE);
    int room = CardBudget.MAX_UNITS - new Drawing(plain).frame(unlimited);
    return unlimited.isComplete() && CardBound.of(plain.sections()).units() <= room;
  }

  private static void requireDistinct(List<Button> buttons) {
    if (buttons.stream().map(Button::decision).distinct().count() < buttons.size()) {
      throw new IllegalArgumentException("two buttons of one card mean the same");
    }
  }

  /// One card being drawn.
  private static final class Drawing {
    private final CardView view;

    Drawing(CardView view) {
      this.view = view;
    }

    RenderedCard finish() {
      var budget = new CardBudget(CardBudget.MAX_UNITS - frame(new CardBudget(Integer.MAX_VALUE)));
      var text = new TextLines(budget);
      List<Json> body = new ArrayList<>();
      body.add(heading(budget));
      var drawn = new SectionElements(text, budget);
      List<Json> below = new ArrayList<>();
      List<Json> part = body;
      for (Section section : view.sections()) {
        if (section instanceof Section.Buttons) {
          part = below;
        }
        part.addAll(drawn.draw(section));
      }
      body.addAll(ticks());
      List<Json> actions = actions(view.buttons(), budget);
      List<Json> footer = footer(budget);
      boolean complete = budget.isComplete();
      body.addAll(notes(text, budget));
      Set<Decision> asks = asks(complete);
      List<Json> offered = new ArrayList<>();
      DecisionActions.leading(view).ifPresent(offered::add);
      for (int i = 0; i < actions.size(); i++) {
        if (asks.contains(view.buttons().get(i).decision())) {
          offered.add(actions.get(i));
        }
      }
      offered.addAll(DecisionActions.beside(view));
      if (!offered.isEmpty()) {
        body.add(Elements.buttons(offered));
      }
      body.addAll(below);
      body.addAll(footer);
      return RenderedCard.of(card(body), complete, asks);
    }

    /// What everything costs that the budget must not run out of.
    ///
    /// @param unlimited then knows whether anything of it has to be cut
    private int frame(CardBudget unlimited) {
      List<Json> body = new ArrayList<>();
      body.add(heading(unlimited));
      body.addAll(ticks());
      body.addAll(footer(unlimited));
      int tokens = view.buttons().size() * 2 * Button.MAX_TOKEN;
      List<Json> actions = new ArrayList<>(actions(view.buttons(), unlimited));
      DecisionActions.leading(view).ifPresent(actions::add);
      actions.addAll(DecisionActions.beside(view));
      if (!actions.isEmpty()) {
        body.add(Elements.buttons(actions));
      }
      int leading =
          view.console()
              .map(page -> CardBudget.units(Elements.leading("", page, Elements.SMALL)))
              .orElse(0);
      return CardBudget.units(card(body)) + tokens + OWN_NOTES + leading;
    }

    private List<Json> ticks() {
      return view.ticks()
          .filter(list -> !list.boxes().isEmpty())
          .<List<Json>>map(list -> List.of(TickInput.of(list)))
          .orElseGet(List::of);
    }

    private JsonObject heading(CardBudget budget) {
      return Elements.heading(budget.fit(view.heading(), HEADING), style(view.tone()));
    }

    private static String style(Tone tone) {
      return switch (tone) {
        case NEUTRAL -> "emphasis";
        case GOOD -> "good";
        case WARNING -> "warning";
        case DANGER -> "attention";
      };
    }

    private List<Json> notes(TextLines text, CardBudget budget) {
      List<Json> notes = new ArrayList<>();
      if (text.escaped() > 0) {
        notes.add(note(Footnotes.escaped(text.escaped())));
      }
      if (!text.spellings().isEmpty()) {
        notes.add(note(Spelling.note(text.spellings())));
      }
      if (!budget.isComplete()) {
        String words = Footnotes.incomplete(view, budget.shown(), budget.asked());
        notes.add(
            Footnotes.console(view)
                .map(page -> Elements.leading(words, page, Elements.SMALL))
                .orElseGet(() -> note(words)));
      }
      return notes;
    }

    private static JsonObject note(String words) {
      return Elements.smallPrint(words, Elements.SMALL);
    }

    private Set<Decision> asks(boolean complete) {
      return view.buttons().stream()
          .map(Button::decision)
          .filter(decision -> complete || decision != Decision.APPROVE)
          .collect(Collectors.toUnmodifiableSet());
    }

    private List<Json> actions(List<Button> buttons, CardBudget budget) {
      var actions = new DecisionActions(view, budget);
      return buttons.stream().<Json>map(actions::action).toList();
    }

    private List<Json> footer(CardBudget budget) {
      String words = budget.fit(view.footer(), FOOTER);
      return words.isBlank()
          ? List.of()
          : List.of(Elements.smallPrint(words, Elements.MEDIUM).with("separator", Json.of(true)));
    }

    private JsonObject card(List<Json> body) {
      return Elements.card(view.summary(), body, List.of());
    }
  }
}
