package dev.countersign.teams.card;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.card.CardView;
import dev.countersign.card.RenderedCard;
import dev.countersign.drawing.ActionVariants;
import dev.countersign.proposal.ActionClass;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What people read in Teams is different for different actions, styles apart.
class DifferentActionsTest {
  private final AdaptiveCardRenderer renderer = new AdaptiveCardRenderer();

  @ParameterizedTest
  @EnumSource(ActionClass.class)
  void differentActionsNeverReadAlike(ActionClass actionClass) {
    Map<String, CardView> cards = ActionVariants.of(actionClass);
    assertThat(cards).hasSizeGreaterThan(100);
    var actions = new HashMap<String, String>();
    cards.forEach((action, view) -> {
      RenderedCard card = renderer.render(view);
      assertThat(card.complete()).isTrue();
      String read = String.join("\n", DrawnCard.lines(card.body()));
      String before = actions.put(ActionVariants.anonymous(read), action);
      assertThat(before).as("reads as another action: %s", action).isNull();
    });
  }
}
