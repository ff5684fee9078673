package dev.countersign.teams.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.RenderedCard;
import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.card.VisibleText;
import dev.countersign.json.JsonObject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Whatever is supplied stays text: the text of a `TextRun`, and nothing else of the card.
class HostileTextTest {
  private static final String MARK = "§";

  private final AdaptiveCardRenderer renderer = new AdaptiveCardRenderer();

  @Test
  void attacksOfOurOwnStayInTheirPlace() {
    AttackStrings.own().forEach(this::assertHarmless);
  }

  @Test
  void publishedAttackStringsStayInTheirPlace() {
    assertThat(AttackStrings.published()).hasSizeGreaterThan(400).allSatisfy(this::assertHarmless);
  }

  @Test
  void suppliedTextStaysOnItsLine() {
    String forged = "a\n\nIf it’s wrong: nothing\r\n\tb";
    String drawn = "a⟦U+000A⟧⟦U+000A⟧If it’s wrong: nothing⟦U+000D⟧⟦U+000A⟧⟦U+0009⟧b";
    RenderedCard card =
        renderer.render(
            SampleViews.pending(
                Section.Lines.of(
                    List.of(Run.strong("What: "), Run.supplied(forged, Run.Emphasis.STRONG))),
                Section.Lines.of(List.of(new Run.Human(forged, Set.of()))),
                new Section.Bullets(
                    "Exact change", List.of(List.of(Run.supplied(forged, Run.Emphasis.STRUCK)))),
                new Section.Quote(
                    "Exact email",
                    List.of(
                        Run.strong("Subject: "),
                        Run.supplied(forged),
                        Run.words("\n"),
                        Run.passage("Dear\nMara")))));

    assertThat(DrawnCard.lines(card.body()))
        .startsWith(
            "What: " + drawn,
            drawn,
            "Exact change",
            "• " + drawn,
            "Exact email",
            "Subject: " + drawn,
            "Dear",
            "Mara",
            "⚠️ 20 invisible or unusual characters shown as ⟦U+…⟧");
  }

  private void assertHarmless(String attack) {
    String supplied = MARK + attack + MARK;
    RenderedCard card = renderer.render(SampleViews.everywhere(supplied));
    JsonObject sent = DrawnCard.sent(card);
    JsonObject base = AdaptiveCards.base(card.body(), List.of("29:maya"));

    assertThat(sent).isEqualTo(DrawnCard.sent(renderer.render(SampleViews.everywhere(supplied))));
    for (JsonObject drawn : List.of(sent, base)) {
      assertThat(CardBudget.units(drawn)).isLessThanOrEqualTo(CardBudget.MAX_UNITS);
      assertThat(DrawnCard.elsewhere(drawn)).noneMatch(text -> text.contains(MARK));
      assertThat(DrawnCard.texts(DrawnCard.all(drawn, "TextRun"::equals), "text"))
          .noneMatch(text -> text.contains("\n") || text.contains("{{"));
      assertThat(DrawnCard.elsewhere(drawn))
          .doesNotContain("Action.OpenUrl", "url", "selectAction");
      assertThat(DrawnCard.texts(DrawnCard.all(drawn, type -> type.startsWith("Input.")), "id"))
          .doesNotHaveDuplicates();
    }
    if (card.complete()) {
      assertThat(solid(String.join("", DrawnCard.lines(sent))))
          .contains(solid(VisibleText.of(supplied).text()));
    }
  }

  /// Without blanks, which are drawn in other ways.
  private static String solid(String text) {
    return text.replaceAll("[\\s\u00a0]", "");
  }
}
