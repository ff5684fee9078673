package dev.countersign.teams.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.RenderedCard;
import dev.countersign.json.Json;
import dev.countersign.json.JsonArray;
import dev.countersign.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every card that is ever sent is one by the official schema, in all its variants.
class CardSchemaTest {
  private final CardSchema schema = new CardSchema();
  private final AdaptiveCardRenderer renderer = new AdaptiveCardRenderer();

  @Test
  void theOfficialSchemaAcceptsEveryCard() {
    AdaptiveCardRendererTest.everyCard()
        .forEach(sample -> {
          RenderedCard card = renderer.render(sample.getValue());
          assertThat(variants(card))
              .allSatisfy(
                  variant -> assertThat(schema.errors(variant)).as(sample.getKey()).isEmpty());
        });
  }

  @Test
  void theOfficialSchemaWouldSeeWhatIsWrong() {
    JsonObject card = renderer.render(SampleViews.forms()).body();
    assertThat(schema.errors(card.with("body", Json.of("text")))).isNotEmpty();
    JsonObject execute = DrawnCard.all(card, "Action.Execute"::equals).getFirst();
    assertThat(
            schema.errors(
                card.with("actions", new JsonArray(List.of(execute.with("verbs", Json.of("x")))))))
        .isNotEmpty();
  }

  private static Stream<JsonObject> variants(RenderedCard card) {
    return Stream.of(
        card.body(),
        DrawnCard.sent(card),
        AdaptiveCards.base(card.body(), List.of()),
        AdaptiveCards.base(card.body(), List.of("29:maya", "29:omar")));
  }
}
