package dev.countersign.drawing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.Run;
import dev.countersign.card.Section;
import dev.countersign.policy.Commitments;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromisesTest {
  private static final String TEXT =
      "We refund EUR 89.50 and EUR 10.00 by 30 November, guaranteed, and never ask again.";

  private static String counted(String text) {
    return new Promises(Commitments.find(text))
        .counted()
        .map(line -> ((Run.Words) line.getFirst()).text())
        .orElse("");
  }

  @Test
  void whatATextPromisesIsCountedByKindOnOneLine() {
    assertThat(counted(TEXT))
        .isEqualTo("🤝 2 amounts, 1 offer, 1 deadline, 1 promise, 1 absolute word");
  }

  @Test
  void whereNothingIsFoundNothingIsSaid() {
    assertThat(counted("Dear Mara, thank you for your letter.")).isEmpty();
  }

  @Test
  void theCountStandsBelowTheRiskAndAboveTheText() {
    List<Section> sections = SampleRecords.pendingMessage().sections();

    assertThat(sections.getFirst().toString()).contains(" RISK", "⏳ Due ", "🤝 1 amount");
  }

  @Test
  void noLineIsLongerThanTheOneThatRoomIsKeptFor() {
    String longest = ((Run.Words) Promises.longest().getFirst()).text();
    assertThat(counted(TEXT.repeat(500)).length()).isLessThanOrEqualTo(longest.length());
  }
}
