package dev.countersign.slack;

import dev.countersign.card.Button;
import dev.countersign.card.CardRenderer;
import dev.countersign.card.CardView;
import dev.countersign.card.Footnotes;
import dev.countersign.card.RenderedCard;
import dev.countersign.card.Section;
import dev.countersign.card.Spelling;
import dev.countersign.card.Yielding;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import dev.countersign.request.Decision;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Draws a card as a Slack message. Pure: the same view gives the same bytes.
///
/// Safe by construction: supplied text goes into `text` leaves of `rich_text` and nowhere else, and
/// no `mrkdwn` object is ever made. What Slack would not take when everything has given way that
/// may ([Yielding]) is cut at the end, the card says how much is missing, and the approve button is
/// left out.
final class BlockKitRenderer implements CardRenderer {

  /// Characters of the line that notifications show; Slack recommends at most 4,000.
  static final int SUMMARY = 500;

  private final String teamId;

  /// @param teamId whose members are drawn as mentions
  BlockKitRenderer(String teamId) {
    this.teamId = teamId;
  }

  @Override
  public RenderedCard render(CardView view) {
    requireDistinct(view.buttons());
    return Yielding.draw(view, part -> new Drawing(part, teamId).finish());
  }

  @Override
  public boolean surelyShowsWhole(CardView plain) {
    return BlockBound.of(plain).fits();
  }

  private static void requireDistinct(List<Button> buttons) {
    if (buttons.stream().map(Button::decision).distinct().count() < buttons.size()) {
      throw new IllegalArgumentException("two buttons of one card mean the same");
    }
  }

  /// Markup characters have no meaning left. The top-level text is the one place that Slack parses.
  static String unparsed(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /// One card being drawn.
  private static final class Drawing {
    private final CardView view;
    private final BlockBudget budget;
    private final RichText text;
    private final List<Json> blocks = new ArrayList<>();

    /// What stands below the buttons.
    private final List<Json> below = new ArrayList<>();

    Drawing(CardView view, String teamId) {
      this.view = view;
      budget =
          new BlockBudget(
              BlockBudget.HEADING
                  + BlockBudget.FOOTER
                  + BlockBudget.OWN_NOTES
                  + view.console().map(page -> page.toString().length()).orElse(0)
                  + ActionsBlock.cost(view));
      text = new RichText(teamId, budget);
    }

    RenderedCard finish() {
      heading();
      sections();
      List<JsonObject> buttons =
          view.buttons().stream()
              .map(button -> ActionsBlock.button(button, view.heading(), budget))
              .toList();
      String footer = budget.fit(view.footer(), BlockBudget.FOOTER);
      boolean complete = budget.isComplete();
      notes(complete);
      Set<Decision> asks = asks(complete);
      view.ticks()
          .filter(ticks -> !ticks.boxes().isEmpty())
          .ifPresent(ticks -> blocks.add(TicksBlock.of(blockId(), ticks)));
      actions(buttons, asks);
      blocks.addAll(below);
      if (!footer.isBlank()) {
        blocks.add(SectionBlocks.context(blockId(), footer));
      }
      return RenderedCard.of(body(), complete, asks);
    }

    private void heading() {
      blocks.add(
          JsonObject.builder()
              .put("type", "header")
              .put("block_id", blockId())
              .put("text", PlainText.of(budget.fit(view.heading(), BlockBudget.HEADING)))
              .build());
    }

    private void sections() {
      var drawn = new SectionBlocks(text, budget);
      List<Json> part = blocks;
      int beside = BlockBudget.BLOCKS_BESIDE_SECTIONS + (view.ticks().isPresent() ? 1 : 0);
      for (Section section : view.sections()) {
        if (section instanceof Section.Buttons) {
          part = below;
        }
        if (drawn() > BlockBudget.MAX_BLOCKS - beside) {
          budget.close();
        }
        drawn.draw(section, blockId()).ifPresent(part::add);
      }
    }

    private void notes(boolean complete) {
      List<String> signs = new ArrayList<>();
      if (text.escaped() > 0) {
        signs.add(Footnotes.escaped(text.escaped()));
      }
      if (!text.spellings().isEmpty()) {
        signs.add(Spelling.note(text.spellings()));
      }
      if (!signs.isEmpty()) {
        note(String.join(" · ", signs));
      }
      if (!complete) {
        String words = Footnotes.incomplete(view, budget.shown(), budget.asked());
        Footnotes.console(view)
            .ifPresentOrElse(
                page -> blocks.add(SectionBlocks.leading(blockId(), words, page)),
                () -> note(words));
      }
    }

    private void note(String words) {
      blocks.add(SectionBlocks.context(blockId(), words));
    }

    private Set<Decision> asks(boolean complete) {
      return view.buttons().stream()
          .map(Button::decision)
          .filter(decision -> complete || decision != Decision.APPROVE)
          .collect(Collectors.toUnmodifiableSet());
    }

    private void actions(List<JsonObject> buttons, Set<Decision> asks) {
      List<JsonObject> offered = new ArrayList<>();
      ActionsBlock.leading(view).ifPresent(offered::add);
      for (int i = 0; i < buttons.size(); i++) {
        if (asks.contains(view.buttons().get(i).decision())) {
          offered.add(buttons.get(i));
        }
      }
      offered.addAll(ActionsBlock.beside(view));
      if (!offered.isEmpty()) {
        blocks.add(ActionsBlock.of(blockId(), offered));
      }
    }

    /// Unique in the message and, because of the version, in all its updates, as Slack asks for.
    private String blockId() {
      return "%s.r%d.v%d.%d".formatted(view.reference(), view.revision(), view.version(), drawn());
    }

    private int drawn() {
      return blocks.size() + below.size();
    }

    private JsonObject body() {
      return JsonObject.builder()
          .put("text", unparsed(BlockBudget.clip(view.summary(), SUMMARY)))
          .put("unfurl_links", false)
          .put("unfurl_media", false)
          .put("blocks", new JsonArray(blocks))
          .build();
    }
  }
}
