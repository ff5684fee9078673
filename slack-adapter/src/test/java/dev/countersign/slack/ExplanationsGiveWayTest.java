package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.CardView;
import dev.countersign.card.RenderedCard;
import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.drawing.ActionVariants;
import dev.countersign.drawing.TalkativeAgent;
import dev.countersign.json.JsonArray;
import dev.countersign.proposal.ActionClass;
import dev.countersign.request.Decision;
import dev.countersign.sandbox.slack.BlockKit;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// In Slack, what the agent says beside its action never costs the action its place or its
/// approval.
class ExplanationsGiveWayTest {
  /// Drawing the longest explanations takes its time.
  private static final int VARIANTS = 12;

  private static final String MIDDLE = "We refund EUR 240.00 for your parcel. ".repeat(130);

  /// Characters that the lines about what is left out may take.
  private static final int MARKS = 400;

  private final BlockKitRenderer renderer = new BlockKitRenderer(SampleCards.TEAM);

  @Test
  void theLongestExplanationsLeaveAMiddleSizedActionItsApproval() {
    RenderedCard card = renderer.render(TalkativeAgent.message(MIDDLE));

    assertTaken(card);
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
    RenderedCard card = renderer.render(TalkativeAgent.message("x".repeat(20_000)));

    assertTaken(card);
    assertThat(card.complete()).isFalse();
    assertThat(card.asks()).doesNotContain(Decision.APPROVE);
    assertThat(read(card))
        .contains("x".repeat(6_000))
        .contains("all 8,000 characters that the agent wrote")
        .doesNotContain("The customer was charged twice");
  }

  @Test
  void theActionIsWholeOrNobodyApprovesWhateverItsLength() {
    for (int length = 1; length < 9_000; length += 487) {
      String content = "x".repeat(length);
      RenderedCard alone = renderer.render(TalkativeAgent.silentMessage(content));
      RenderedCard card = renderer.render(TalkativeAgent.message(content));

      assertTaken(card);
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
          assertTaken(card);
          assertThat(card.complete()).as(action).isTrue();
          assertThat(DrawnCard.leaves(card))
              .as(action)
              .containsSubsequence(DrawnCard.leaves(renderer.render(view.plainer())));
        });
  }

  /// Slack counts blocks as well.
  @Test
  void anActionOfManyBlocksKeepsItsApproval() {
    CardView fields =
        SampleCards.pending(
            "Update a record in crm",
            Stream.concat(
                    Stream.of(Section.Lines.of(List.of(Run.words("risk")))),
                    Stream.concat(
                        IntStream.range(0, 43)
                            .mapToObj(i -> new Section.Verbatim("Proposed value", "a" + i + "\nb")),
                        Stream.of(Section.Lines.of(List.of(Run.words("progress"))))))
                .toArray(Section[]::new));
    assertThat(renderer.render(fields).complete()).isTrue();

    RenderedCard card = renderer.render(TalkativeAgent.explaining(fields));

    assertTaken(card);
    assertThat(card.complete()).isTrue();
    assertThat(read(card)).contains("a42\nb").contains("✂️");
  }

  @Test
  void theSameExplanationsAreCutAlike() {
    assertThat(renderer.render(TalkativeAgent.message(MIDDLE)))
        .isEqualTo(renderer.render(TalkativeAgent.message(MIDDLE)));
  }

  private static String read(RenderedCard card) {
    return String.join("", DrawnCard.leaves(card))
        + String.join("", DrawnCard.elsewhere(DrawnCard.blocks(card)));
  }

  private static void assertTaken(RenderedCard card) {
    JsonArray sent = DrawnCard.sent(card);
    assertThat(BlockKit.checkMessage(sent)).isEmpty();
    assertThat(BlockKit.textLength(sent)).isLessThanOrEqualTo(BlockBudget.MAX_CHARACTERS);
  }
}
