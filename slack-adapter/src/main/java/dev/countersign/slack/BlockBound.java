package dev.countersign.slack;

import dev.countersign.card.Button;
import dev.countersign.card.Button.Confirm;
import dev.countersign.card.CardView;
import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.card.VisibleText;
import java.util.List;

/// The most that a card can take of a [BlockBudget], counted and not drawn. It goes through a card
/// as [SectionBlocks] and [RichText] do, and takes for every text what the longest drawing of it
/// has.
final class BlockBound {
  /// Characters of the longest moment that there is, and more than those of the id of a user.
  private static final int MOMENT_OR_USER = 40;

  private final CardView view;
  private long characters;
  private long elements;

  private BlockBound(CardView view) {
    this.view = view;
  }

  static BlockBound of(CardView view) {
    BlockBound bound = new BlockBound(view);
    view.sections().forEach(bound::count);
    return bound;
  }

  /// Whether a card that takes no more is surely complete.
  boolean fits() {
    return characters <= BlockBudget.MAX_CHARACTERS - reserved()
        && elements <= BlockBudget.MAX_ELEMENTS
        && view.sections().size() <= BlockBudget.MAX_BLOCKS - BlockBudget.BLOCKS_BESIDE_SECTIONS
        && view.heading().length() <= BlockBudget.HEADING
        && view.footer().length() <= BlockBudget.FOOTER
        && view.buttons().stream().allMatch(BlockBound::isWhole);
  }

  private int reserved() {
    return BlockBudget.HEADING
        + BlockBudget.FOOTER
        + BlockBudget.OWN_NOTES
        + ActionsBlock.cost(view);
  }

  private static boolean isWhole(Button button) {
    return button.label().length() <= ActionsBlock.LABEL
        && button.confirm().map(BlockBound::isWhole).orElse(true);
  }

  private static boolean isWhole(Confirm ask) {
    return ask.title().length() <= ActionsBlock.CONFIRM_TITLE
        && ask.text().length() <= ActionsBlock.CONFIRM_TEXT
        && ask.yes().length() <= ActionsBlock.CONFIRM_BUTTON
        && ask.no().length() <= ActionsBlock.CONFIRM_BUTTON;
  }

  private void count(Section section) {
    switch (section) {
      case Section.Lines(List<List<Run>> lines) -> lines.forEach(this::runs);
      case Section.Quote(String title, List<Run> quoted) -> {
        titled(title);
        runs(quoted);
      }
      case Section.Verbatim(String title, String exact, String _) -> {
        titled(title);
        text(VisibleText.atMost(exact));
      }
      case Section.Bullets(String title, List<List<Run>> items) -> {
        text(title.length());
        items.forEach(this::runs);
      }
      // One that is longer than its place has room for is cut there.
      case Section.Note(String words) ->
          text(words.length() <= SectionBlocks.NOTE ? words.length() : Integer.MAX_VALUE);
      case Section.Explanation(Section words) -> count(words);
      case Section.Aid(Section words, _) -> count(words);
      // Paid for with what every card has.
      case Section.Buttons _ -> {}
    }
  }

  /// With the words that stand where the text is empty.
  private void titled(String title) {
    text(title.length());
    text(SectionBlocks.NOTHING.length());
  }

  private void runs(List<Run> runs) {
    for (Run run : runs) {
      switch (run) {
        case Run.Words(String words, boolean _) -> text(words.length());
        case Run.Supplied supplied -> text(VisibleText.atMost(supplied.text()));
        case Run.Moment _ -> text(MOMENT_OR_USER);
        case Run.Human human -> text(Math.max(VisibleText.atMost(human.name()), MOMENT_OR_USER));
      }
    }
  }

  /// In pieces, each of which may be one short of the most so as not to end inside a character.
  private void text(long length) {
    characters += length;
    elements += length / (RichText.MAX_TEXT - 1) + 1;
  }
}
