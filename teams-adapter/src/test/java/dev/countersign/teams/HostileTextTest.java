package dev.countersign.teams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.RenderedCard;
import dev.countersign.card.VisibleText;
import dev.countersign.json.JsonObject;
import java.util.List;
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
