package dev.countersign.slack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.CardView;
import dev.countersign.card.RenderedCard;
import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.drawing.ExplanationsGiveWay;
import dev.countersign.drawing.TalkativeAgent;
import dev.countersign.json.JsonArray;
import dev.countersign.sandbox.slack.BlockKit;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ExplanationsGiveWayTest extends ExplanationsGiveWay {
  private final BlockKitRenderer renderer = new BlockKitRenderer(SampleCards.TEAM);

  ExplanationsGiveWayTest() {
    super(new Sizes(130, 20_000, 6_000, 9_000, 487, 400));
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
                        IntStream.range(0, 42)
                            .mapToObj(i -> new Section.Verbatim("Proposed value", "a" + i + "\nb")),
                        Stream.of(Section.Lines.of(List.of(Run.words("progress"))))))
                .toArray(Section[]::new));
    assertThat(renderer.render(fields).complete()).isTrue();

    RenderedCard card = renderer.render(TalkativeAgent.explaining(fields));

    assertSent(card);
    assertThat(card.complete()).isTrue();
    assertThat(read(card)).contains("a41\nb").contains("✂️");
  }

  @Override
  protected RenderedCard draw(CardView view) {
    return renderer.render(view);
  }

  @Override
  protected List<String> texts(RenderedCard card) {
    return DrawnCard.leaves(card);
  }

  @Override
  protected String read(RenderedCard card) {
    return String.join("", texts(card))
        + String.join("", DrawnCard.elsewhere(DrawnCard.blocks(card)));
  }

  @Override
  protected void assertSent(RenderedCard card) {
    JsonArray sent = DrawnCard.sent(card);
    assertThat(BlockKit.checkMessage(sent)).isEmpty();
    assertThat(BlockKit.textLength(sent)).isLessThanOrEqualTo(BlockBudget.MAX_CHARACTERS);
  }

  @Override
  protected void checkGolden(String name, RenderedCard card) {
    Golden.check(name, card.body());
  }
}
