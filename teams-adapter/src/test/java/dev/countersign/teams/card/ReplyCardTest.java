package dev.countersign.teams.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.SheetDouble;
import dev.countersign.card.Reply;
import dev.countersign.drawing.SampleReplies;
import dev.countersign.freezing.SampleRefusals;
import dev.countersign.json.JsonObject;
import dev.countersign.linking.SampleLinks;
import dev.countersign.sandbox.teams.AdaptiveCardCheck;
import org.junit.jupiter.api.Test;

class ReplyCardTest {

  @Test
  void repliesAreDrawnAsTheFilesOfThemAre() {
    SampleReplies.all().forEach(ReplyCardTest::assertDrawn);
    SampleLinks.all().forEach(ReplyCardTest::assertDrawn);
    SampleRefusals.all().forEach(ReplyCardTest::assertDrawn);
  }

  @Test
  void aFormIsDrawnAsItsFileIs() {
    JsonObject card = SheetCard.of(SheetDouble.SHEET, "");
    assertThat(AdaptiveCardCheck.check(card)).isEmpty();
    Golden.check("form-retrospective", card);
  }

  private static void assertDrawn(String name, Reply reply) {
    JsonObject card = ReplyCard.of((Reply.Listing) reply);
    assertThat(AdaptiveCardCheck.check(card)).as(name).isEmpty();
    Golden.check(name, card);
  }
}
