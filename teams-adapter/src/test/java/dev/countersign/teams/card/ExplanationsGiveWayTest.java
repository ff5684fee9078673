package dev.countersign.teams.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.RenderedCard;
import dev.countersign.drawing.ActionVariants;
import dev.countersign.drawing.TalkativeAgent;
import dev.countersign.json.CanonicalJson;
import dev.countersign.proposal.ActionClass;
import dev.countersign.request.Decision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// In Teams, what the agent says beside its action never costs the action its place or its
/// approval.
class ExplanationsGiveWayTest {
  /// Drawing the longest explanations takes its time.
  private static final int VARIANTS = 12;

  private static final String MIDDLE = "We refund EUR 240.00 for your parcel. ".repeat(270);

  /// Units that the lines about what is left out may take, markup included.
  private static final int MARKS = 1_200;

  private final AdaptiveCardRenderer renderer = new AdaptiveCardRenderer();

  @Test
  void theLongestExplanationsLeaveAMiddleSizedActionItsApproval() {
    RenderedCard card = renderer.render(TalkativeAgent.message(MIDDLE));

    assertFits(card);
    assertThat(card.complete()).isTrue();
    assertThat(card.asks()).contains(Decision.APPROVE);
    assertThat(read(card))
        .contains(MIDDLE.strip())
        .contains("The customer was charged twice")
        .contains("Ticket 1: charged twice.")
        .containsPattern("✂️ Left out above for lack of room: [\\d,]+ of the 8,000 characters")
        .doesNotContain("Too long to approve");
    Golden.check("message-explained-at-length", card.body());
  }

  @Test
  void anActionThatIsTooLongByItselfLosesItAndShowsItselfFirst() {
    RenderedCard card = renderer.render(TalkativeAgent.message("x".repeat(40_000)));

    assertFits(card);
    assertThat(card.complete()).isFalse();
    assertThat(card.asks()).doesNotContain(Decision.APPROVE);
    assertThat(read(card))
        .contains("x".repeat(12_000))
        .contains("all 8,000 characters that the agent wrote")
        .doesNotContain("The customer was charged twice");
  }

  @Test
  void theActionIsWholeOrNobodyApprovesWhateverItsLength() {
    for (int length = 1; length < 24_000; length += 1_511) {
      String content = "x".repeat(length);
      RenderedCard alone = renderer.render(TalkativeAgent.silentMessage(content));
      RenderedCard card = renderer.render(TalkativeAgent.message(content));

      assertFits(card);
      assertThat(read(card).contains(content) || !card.complete()).isTrue();
      assertThat(card.asks().contains(Decision.APPROVE)).isEqualTo(card.complete());
      boolean roomy =
          renderer.render(TalkativeAgent.silentMessage(content + "y".repeat(MARKS))).complete();
      assertThat(card.complete() || !roomy).as("%d characters", length).isTrue();
      assertThat(alone.complete() || !card.complete()).as("%d characters", length).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(ActionClass.class)
  void nothingOfAnActionGivesWay(ActionClass actionClass) {
    ActionVariants.some(actionClass, VARIANTS)
        .forEach((action, view) -> {
          RenderedCard card = renderer.render(TalkativeAgent.explaining(view));
          assertFits(card);
          assertThat(card.complete()).as(action).isTrue();
          assertThat(DrawnCard.lines(card.body()))
              .as(action)
              .containsSubsequence(DrawnCard.lines(renderer.render(view.plainer()).body()));
        });
  }

  @Test
  void theSameExplanationsAreCutAlike() {
    assertThat(renderer.render(TalkativeAgent.message(MIDDLE)))
        .isEqualTo(renderer.render(TalkativeAgent.message(MIDDLE)));
  }

  private static String read(RenderedCard card) {
    return String.join("\n", DrawnCard.lines(card.body()));
  }

  private static void assertFits(RenderedCard card) {
    assertThat(CanonicalJson.text(DrawnCard.sent(card)).length())
        .isLessThanOrEqualTo(CardBudget.MAX_UNITS);
  }
}
