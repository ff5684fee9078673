package dev.countersign.teams.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.CardView;
import dev.countersign.card.RenderedCard;
import dev.countersign.card.Reply;
import dev.countersign.drawing.HostileDrawings;
import dev.countersign.json.JsonObject;
import dev.countersign.proposal.ActionClass;
import dev.countersign.sandbox.teams.AdaptiveCardCheck;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Whatever an agent, a target or a reviewer wrote is shown on every card of Teams, and parsed on
/// none: requests that wait and that are over, pages and replies, as the gate itself composes them.
class HostileDrawingsTest {
  private static final String MARK = "§";
  private static final List<ActionClass> CLASSES = List.of(ActionClass.values());

  private final AdaptiveCardRenderer renderer = new AdaptiveCardRenderer();

  @Test
  void attacksOfOurOwnAreShownAndNeverParsed() {
    int drawn = 0;
    for (String attack : AttackStrings.own()) {
      for (ActionClass actionClass : CLASSES) {
        drawn += assertHarmless(actionClass, attack);
      }
    }
    assertThat(drawn).isGreaterThan(300);
  }

  @Test
  void publishedAttackStringsAreShownAndNeverParsed() {
    int drawn = 0;
    List<String> attacks =
        AttackStrings.published().stream().filter(text -> text.length() < 400).toList();
    // Each of them in some place is drawn by HostileTextTest; here every fifth in all places.
    for (int i = 0; i < attacks.size(); i += 5) {
      drawn += assertHarmless(CLASSES.get(i % CLASSES.size()), attacks.get(i));
    }
    assertThat(drawn).isGreaterThan(500);
  }

  /// @return how much was drawn
  private int assertHarmless(ActionClass actionClass, String attack) {
    String supplied = MARK + attack + MARK;
    Map<String, CardView> cards = HostileDrawings.cards(actionClass, supplied);
    cards.forEach((name, view) -> {
      RenderedCard card = renderer.render(view);
      JsonObject sent = DrawnCard.sent(card);
      assertNowhereElse(name, sent);
      if (card.complete() && !name.contains("page")) {
        assertThat(String.join("", DrawnCard.lines(sent)))
            .as(name)
            .matches(drawn -> HostileDrawings.shows(drawn, supplied));
      }
    });
    Map<String, Reply> asked = HostileDrawings.replies(actionClass, supplied);
    asked.forEach((name, reply) -> assertNowhereElse(name, ReplyCard.of((Reply.Listing) reply)));
    return cards.size() + asked.size();
  }

  private static void assertNowhereElse(String name, JsonObject card) {
    assertThat(AdaptiveCardCheck.check(card)).as(name).isEmpty();
    assertThat(DrawnCard.elsewhere(card))
        .as(name)
        .noneMatch(text -> text.contains(MARK))
        .doesNotContain("Action.OpenUrl", "url", "selectAction");
    assertThat(DrawnCard.texts(DrawnCard.all(card, "TextRun"::equals), "text"))
        .as(name)
        .noneMatch(text -> text.contains("\n") || text.contains("{{"));
  }
}
