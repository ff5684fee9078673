package dev.countersign.slack;

import dev.countersign.card.CardRenderer;
import dev.countersign.drawing.LongActions;

class LongActionsTest extends LongActions {
  @Override
  protected CardRenderer renderer() {
    return new BlockKitRenderer(SampleCards.TEAM);
  }
}
