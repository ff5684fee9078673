package dev.countersign.teams.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.CardView;
import dev.countersign.card.RenderedCard;
import dev.countersign.drawing.ExplanationsGiveWay;
import dev.countersign.json.CanonicalJson;
import java.util.List;

class ExplanationsGiveWayTest extends ExplanationsGiveWay {
  private final AdaptiveCardRenderer renderer = new AdaptiveCardRenderer();

  ExplanationsGiveWayTest() {
    super(new Sizes(270, 40_000, 12_000, 24_000, 1_511, 1_200));
  }

  @Override
  protected RenderedCard draw(CardView view) {
    return renderer.render(view);
  }

  @Override
  protected List<String> texts(RenderedCard card) {
    return DrawnCard.lines(card.body());
  }

  @Override
  protected String read(RenderedCard card) {
    return String.join("\n", texts(card));
  }

  @Override
  protected void assertSent(RenderedCard card) {
    assertThat(CanonicalJson.text(DrawnCard.sent(card)).length())
        .isLessThanOrEqualTo(CardBudget.MAX_UNITS);
  }

  @Override
  protected void checkGolden(String name, RenderedCard card) {
    Golden.check(name, card.body());
  }
}
