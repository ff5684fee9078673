package dev.countersign.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.CardView;
import dev.countersign.card.RenderedCard;
import dev.countersign.proposal.ActionClass;
import dev.countersign.request.Decision;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What every chat holds to: what the agent says beside its action never costs the action its place
/// or its approval.
public abstract class ExplanationsGiveWay {
  /// Drawing the longest explanations takes its time.
  private static final int VARIANTS = 12;

  private static final String SENTENCE = "We refund EUR 240.00 for your parcel. ";

  private final Sizes sizes;
  private final String middle;

  /// In characters, or in units that the chat counts.
  ///
  /// @param sentences of an action that has a card with room for some explanation
  /// @param tooLong of an action that no card has room for
  /// @param atLeastShown of it
  /// @param longestTried where actions end that may just fit or not
  /// @param step from one of them to the next
  /// @param marks that the lines about what is left out may take, markup included
  public record Sizes(
      int sentences, int tooLong, int atLeastShown, int longestTried, int step, int marks) {}

  protected ExplanationsGiveWay(Sizes sizes) {
    this.sizes = sizes;
    this.middle = SENTENCE.repeat(sizes.sentences());
  }

  protected abstract RenderedCard draw(CardView view);

  /// The texts of a card in the order in which they stand in it.
  protected abstract List<String> texts(RenderedCard card);

  /// All that a reader finds of the card.
  protected abstract String read(RenderedCard card);

  /// Fails where the chat would not take the card.
  protected abstract void assertSent(RenderedCard card);

  protected abstract void checkGolden(String name, RenderedCard card);

  @Test
  void theLongestExplanationsLeaveAMiddleSizedActionItsApproval() {
    RenderedCard card = draw(TalkativeAgent.message(middle));

    assertSent(card);
    assertThat(card.complete()).isTrue();
    assertThat(card.asks()).contains(Decision.APPROVE);
    assertThat(read(card))
        .contains(middle.strip())
        .contains("The customer was charged twice")
        .contains("Ticket 1: charged twice.")
        .containsPattern("✂️ Left out above for lack of room: [\\d,]+ of the 8,000 characters")
        .doesNotContain("Too long to approve");
    checkGolden("message-explained-at-length", card);
  }

  @Test
  void anActionThatIsTooLongByItselfLosesItAndShowsItselfFirst() {
    RenderedCard card = draw(TalkativeAgent.message("x".repeat(sizes.tooLong())));

    assertSent(card);
    assertThat(card.complete()).isFalse();
    assertThat(card.asks()).doesNotContain(Decision.APPROVE);
    assertThat(read(card))
        .contains("x".repeat(sizes.atLeastShown()))
        .contains("Why: 8,000 characters by the agent")
        .doesNotContain("The customer was charged twice");
  }

  @Test
  void theActionIsWholeOrNobodyApprovesWhateverItsLength() {
    for (int length = 1; length < sizes.longestTried(); length += sizes.step()) {
      String content = "x".repeat(length);
      RenderedCard alone = draw(TalkativeAgent.silentMessage(content));
      RenderedCard card = draw(TalkativeAgent.message(content));

      assertSent(card);
      assertThat(read(card).contains(content) || !card.complete()).isTrue();
      assertThat(card.asks().contains(Decision.APPROVE)).isEqualTo(card.complete());
      boolean roomy =
          draw(TalkativeAgent.silentMessage(content + "y".repeat(sizes.marks()))).complete();
      assertThat(card.complete() || !roomy).as("%d characters", length).isTrue();
      assertThat(alone.complete() || !card.complete()).as("%d characters", length).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(ActionClass.class)
  void nothingOfAnActionGivesWay(ActionClass actionClass) {
    ActionVariants.some(actionClass, VARIANTS)
        .forEach((action, view) -> {
          RenderedCard card = draw(TalkativeAgent.explaining(view));
          assertSent(card);
          assertThat(card.complete()).as(action).isTrue();
          assertThat(texts(card)).as(action).containsSubsequence(texts(draw(view.plainer())));
        });
  }

  @Test
  void theSameExplanationsAreCutAlike() {
    assertThat(draw(TalkativeAgent.message(middle)))
        .isEqualTo(draw(TalkativeAgent.message(middle)));
  }
}
