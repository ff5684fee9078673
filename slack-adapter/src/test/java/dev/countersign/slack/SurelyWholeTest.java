package dev.countersign.slack;

import dev.countersign.drawing.StretchedCards;
import dev.countersign.proposal.ActionClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What the renderer says of a card without drawing it holds when it is drawn for Slack.
class SurelyWholeTest {

  @ParameterizedTest
  @EnumSource(ActionClass.class)
  void aCardThatSurelyFitsIsDrawnWholeWhateverItsCharacters(ActionClass actionClass) {
    StretchedCards.assertSureIsWhole(actionClass, new BlockKitRenderer(SampleCards.TEAM));
  }
}
