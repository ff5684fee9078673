package dev.countersign.teams.card;

import dev.countersign.card.CardRenderer;
import dev.countersign.drawing.LongActions;

class LongActionsTest extends LongActions {
  @Override
  protected CardRenderer renderer() {
    return new AdaptiveCardRenderer();
  }
}
