package dev.countersign.teams.card;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.card.Button;
import dev.countersign.card.CardView;
import dev.countersign.card.RenderedCard;
import dev.countersign.drawing.SampleRecords;
import dev.countersign.json.CanonicalJson;
import dev.countersign.json.Json;
import dev.countersign.json.JsonObject;
import dev.countersign.json.WireName;
import dev.countersign.proposal.ActionClass;
import dev.countersign.request.Decision;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdaptiveCardsTest {
  private final AdaptiveCardRenderer renderer = new AdaptiveCardRenderer();
  private final RenderedCard card = renderer.render(SampleViews.forms());

  @Test
  void bothVariantsAreAsInTheirGoldenFiles() {
    RenderedCard message = renderer.render(SampleRecords.pendingMessage());
    Golden.check(
        "message-pending.filled",
        AdaptiveCards.filled(
            message.body(),
            Map.of(
                Decision.APPROVE, "token-approve",
                Decision.RETURN, "token-return",
                Decision.REJECT, "token-reject")));
    Golden.check(
        "message-pending.base",
        AdaptiveCards.base(message.body(), List.of("29:1lena", "29:1marc")));
  }

  @Test
  void tokensFillTheDecisionsAndTheirFallbacksAndNothingElse() {
    String empty = CanonicalJson.text(card.body());
    JsonObject sent = DrawnCard.sent(card);
    String filled = CanonicalJson.text(sent);
    assertThat(filled).doesNotContain("\"t\":\"\"");
    assertThat(filled.replaceAll("token-[A-Z.]+", "")).isEqualTo(empty);
    for (JsonObject execute : DrawnCard.all(sent, "Action.Execute"::equals)) {
      String token = "token-" + WireName.require(Decision.class, execute.text("verb")).name();
      assertThat(execute.text("id")).isEqualTo(execute.text("verb"));
      assertThat(execute.object("data").text("req")).isEqualTo(SampleViews.REQUEST.value());
      assertThat(execute.object("data").text("t")).startsWith(token);
      JsonObject fallback = execute.object("fallback");
      assertThat(fallback.text("type")).isEqualTo("Action.Submit");
      assertThat(fallback.text("title")).isEqualTo(execute.text("title"));
      assertThat(fallback.object("data"))
          .isEqualTo(execute.object("data").with("verb", Json.of(execute.text("verb"))));
    }
  }

  @Test
  void aTokenThatIsMissingOrTooLongIsABug() {
    Map<Decision, String> tokens = DrawnCard.tokens(card);
    tokens.put(Decision.REJECT, "x".repeat(Button.MAX_TOKEN + 1));
    assertThatThrownBy(() -> AdaptiveCards.filled(card.body(), tokens))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("xxx");
    tokens.remove(Decision.REJECT);
    assertThatThrownBy(() -> AdaptiveCards.filled(card.body(), tokens))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everybodyElseGetsNoDecisionAndNoToken() {
    JsonObject base = AdaptiveCards.base(card.body(), List.of("29:maya"));
    List<JsonObject> executes = DrawnCard.all(base, "Action.Execute"::equals);
    assertThat(DrawnCard.texts(executes, "verb")).containsOnly("view").hasSize(2);
    assertThat(executes)
        .allSatisfy(execute ->
            assertThat(CanonicalJson.text(execute.object("data")))
                .isEqualTo("{\"req\":\"" + SampleViews.REQUEST + "\"}"));
    assertThat(DrawnCard.all(base, type -> type.startsWith("Input."))).isEmpty();
    assertThat(base.objects("body", one -> one))
        .as("all but the buttons")
        .filteredOn(one -> !one.text("type").equals("ActionSet"))
        .isEqualTo(
            card.body().objects("body", one -> one).stream()
                .filter(one -> !one.text("type").equals("ActionSet"))
                .toList());
    assertThat(base.object("refresh").texts("userIds")).containsExactly("29:maya");
    assertThat(DrawnCard.all(base, "ActionSet"::equals))
        .singleElement()
        .satisfies(set ->
            assertThat(set.objects("actions", action -> action.text("title")))
                .containsExactly("Decide…"));
  }

  @Test
  void withoutPeopleNothingRefreshes() {
    assertThat(AdaptiveCards.base(card.body(), List.of()).has("refresh")).isFalse();
  }

  @Test
  void aDecidedCardIsTheSameForAll() {
    for (CardView view : SampleRecords.settled(ActionClass.MESSAGE).values()) {
      JsonObject body = renderer.render(view).body();
      assertThat(AdaptiveCards.base(body, List.of("29:maya"))).isEqualTo(body);
      assertThat(AdaptiveCards.filled(body, Map.of())).isEqualTo(body);
    }
  }

  @Test
  void atMostSixtyPeopleRefresh() {
    List<String> mris = IntStream.range(0, 100).mapToObj(i -> "29:" + i).toList();
    assertThat(AdaptiveCards.base(card.body(), mris).object("refresh").texts("userIds"))
        .isEqualTo(mris.subList(0, 60));
    assertThat(
            AdaptiveCards.base(card.body(), List.of("29:a", "29:a"))
                .object("refresh")
                .texts("userIds"))
        .containsExactly("29:a");
  }

  @Test
  void aFullCardHasRoomForFewerPeople() {
    RenderedCard full = renderer.render(SampleViews.verbatim("x".repeat(50_000)));
    List<String> mris = IntStream.range(0, 60).mapToObj(i -> "29:" + i + "x".repeat(300)).toList();
    JsonObject base = AdaptiveCards.base(full.body(), mris);
    assertThat(CardBudget.units(base)).isLessThanOrEqualTo(CardBudget.MAX_UNITS);
    assertThat(base.object("refresh").texts("userIds")).hasSizeBetween(10, 59);
  }
}
